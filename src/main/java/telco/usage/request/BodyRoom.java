package telco.usage.request;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import telco.usage.problem.ProblemCode;
import telco.usage.problem.ProblemException;

/**
 * The memory that the bodies of all requests may take together: thousands of callers may come at once, and each may send as
 * much as a JSON may have. Only what has come counts, whatever was announced, and of each body only what is beyond that of an
 * ordinary request: that one finds room however full it is.
 */
@Singleton
final class BodyRoom {

    /** So much of each body counts for nothing. With all connections in use it is a few megabytes. */
    static final int UNCOUNTED = 4 * 1024;

    private static final long LEAST = 4L * 1024 * 1024;
    private static final int PARTS_OF_THE_HEAP = 16;
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final AtomicLong left;

    @Inject
    BodyRoom() {
        this(Math.max(LEAST, Runtime.getRuntime().maxMemory() / PARTS_OF_THE_HEAP));
    }

    /** @param capacity in bytes that count */
    BodyRoom(long capacity) {
        this.left = new AtomicLong(capacity);
    }

    /** How many bytes count of a body that is so long by now. */
    static int counted(int length) {
        return Math.max(0, length - UNCOUNTED);
    }

    /** False when there is no room for as many bytes; none of them are taken then. */
    boolean take(int bytes) {
        return left.getAndUpdate(free -> free < bytes ? free : free - bytes) >= bytes;
    }

    /** Gives back what was taken. */
    void release(long bytes) {
        left.addAndGet(bytes);
    }

    long left() {
        return left.get();
    }

    /** What is said to the caller who finds no room. */
    static ProblemException full() {
        return new ProblemException(
                        ProblemCode.TOO_MANY_BODIES,
                        "So many long bodies are being received that there is no room for this one. Nothing was done; send the"
                                + " request again in a moment.")
                .retryAfter(RETRY);
    }
}
