package telco.usage.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Keeps the virtual machine alive while the main thread tidies up. On SIGTERM or Ctrl-C the machine ends as soon as its
 * shutdown hooks have; Quarkus's own hook only waits for Quarkus, and the database must be stopped after that.
 */
final class StopSignal implements AutoCloseable {

    /** Longer than all that may take long behind it; a supervisor that kills earlier is survived as well. */
    private static final long PATIENCE_MINUTES = 3;

    private final CountDownLatch tidy = new CountDownLatch(1);
    private volatile boolean given;

    private StopSignal() {}

    static StopSignal install() {
        StopSignal signal = new StopSignal();
        Runtime.getRuntime().addShutdownHook(new Thread(signal::await, "await-main"));
        return signal;
    }

    /** True once the process was told to stop. */
    boolean wasGiven() {
        return given;
    }

    private void await() {
        given = true;
        try {
            if (!tidy.await(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
                System.err.println(
                        "Not everything has stopped in " + PATIENCE_MINUTES + " minutes, ending all the same.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The main thread has nothing left to tidy up. */
    @Override
    public void close() {
        tidy.countDown();
    }
}
