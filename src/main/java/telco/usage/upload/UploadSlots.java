package telco.usage.upload;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import telco.usage.problem.ProblemCode;
import telco.usage.problem.ProblemException;

/** How many files are received at once: each holds a thread for as long as its sender likes, and other requests need some too. */
@Singleton
public final class UploadSlots {

    private static final Duration RETRY = Duration.ofSeconds(10);

    private final int slots;
    private final Semaphore free;

    UploadSlots(UploadConfig config) {
        this.slots = config.concurrency();
        this.free = new Semaphore(slots);
    }

    /**
     * Receives a file in one of the slots.
     *
     * @throws ProblemException TOO_MANY_UPLOADS when all are taken
     */
    public <T> T receive(Supplier<T> receiving) {
        if (!free.tryAcquire()) {
            throw new ProblemException(
                            ProblemCode.TOO_MANY_UPLOADS,
                            "%d files are being received already, as many as UPLOAD_CONCURRENCY allows. Try again in a moment."
                                    .formatted(slots))
                    .retryAfter(RETRY);
        }
        try {
            return receiving.get();
        } finally {
            free.release();
        }
    }
}
