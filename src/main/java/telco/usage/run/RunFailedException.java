package telco.usage.run;

/** Ends the run as FAILED. The message is for the user: file, line, what was found, what was expected. */
public final class RunFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final RunErrorCode code;

    public RunFailedException(RunErrorCode code, String message) {
        super(message);
        this.code = code;
    }

    public RunFailedException(RunErrorCode code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    public RunErrorCode code() {
        return code;
    }
}
