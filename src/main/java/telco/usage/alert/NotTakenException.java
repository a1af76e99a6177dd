package telco.usage.alert;

import java.time.Duration;

/** The other side has not taken an alert; the message says why, without a secret in it. */
final class NotTakenException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Duration leastPause;

    NotTakenException(String reason, Throwable cause) {
        super(OneLine.of(reason, 300), cause);
        this.leastPause = null;
    }

    NotTakenException(String reason) {
        this(reason, (Duration) null);
    }

    /** @param leastPause how long the other side wants to be left alone; null when it has not said so */
    NotTakenException(String reason, Duration leastPause) {
        super(OneLine.of(reason, 300));
        this.leastPause = leastPause;
    }

    Duration leastPause() {
        return leastPause;
    }
}
