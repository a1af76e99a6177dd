package telco.usage.cli;

/** What the process tells whoever started it. */
final class ExitCode {

    static final int OK = 0;

    /** The service could not start, or the run failed. */
    static final int FAILED = 1;

    /** The command line, or the file that it names, is not right; nothing was begun. */
    static final int USAGE = 2;

    private ExitCode() {}
}
