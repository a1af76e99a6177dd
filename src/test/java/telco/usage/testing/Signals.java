package telco.usage.testing;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Signals that Java has no call for. */
final class Signals {

    private Signals() {}

    /** Sends the signal of this name, without SIG. */
    static void send(ProcessHandle process, String name) {
        try {
            int exitCode = new ProcessBuilder("/bin/sh", "-c", "kill -" + name + " " + process.pid())
                    .start()
                    .waitFor();
            if (exitCode != 0) {
                throw new IllegalStateException("no signal " + name + " for process " + process.pid());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
