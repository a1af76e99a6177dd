package telco.usage.run;

/** This attempt may not go on: the service is stopping, or another worker has the run. Whoever has it next starts anew. */
public final class AttemptLostException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public AttemptLostException(String message) {
        super(message);
    }
}
