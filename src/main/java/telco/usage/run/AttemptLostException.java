package telco.usage.run;

/**
 * This attempt may not go on: the service is stopping, another worker has the run, or it was cancelled. Whoever has it next
 * starts anew.
 */
public final class AttemptLostException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public AttemptLostException(String message) {
        super(message);
    }
}
