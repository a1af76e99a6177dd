package telco.usage.inbox;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** Files that not even root can rename. Only root can make them so: for others, a test that wants that is skipped. */
record Immovable(List<Path> files) implements AutoCloseable {

    static Immovable make(List<Path> files) {
        Assumptions.assumeTrue(
                change("+i", files), "SKIPPED, NOT PROVEN: this user or file system knows no immutable files");
        return new Immovable(files);
    }

    /** Makes them ordinary files again, those that still are where they were. */
    void release() {
        change("-i", files);
    }

    @Override
    public void close() {
        release();
    }

    private static boolean change(String attribute, List<Path> files) {
        List<String> command = new ArrayList<>(List.of("chattr", attribute));
        files.forEach(file -> command.add(file.toString()));
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
