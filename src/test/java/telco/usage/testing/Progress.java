package telco.usage.testing;

import java.time.Duration;
import java.util.Locale;

/** What a long test is at, on standard output, with the time since it began. */
public final class Progress {

    private static final long START = System.nanoTime();

    private Progress() {}

    public static void say(String format, Object... values) {
        Duration since = Duration.ofNanos(System.nanoTime() - START);
        System.out.printf(
                Locale.ROOT,
                "[%3d:%02d] %s%n",
                since.toMinutes(),
                since.toSecondsPart(),
                String.format(Locale.ROOT, format, values));
    }
}
