package telco.usage.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The command line.
 *
 * @param csvPath the file of the one-shot command, as it was written; null to start the service
 * @param force load the file even if the same content is in the warehouse
 * @param validateOnly do everything but make it visible
 * @param hashPassword read a password and print its hash
 * @param help print {@link #USAGE} and end
 */
record Arguments(Path csvPath, boolean force, boolean validateOnly, boolean hashPassword, boolean help) {

    static final String USAGE = """
            Usage:
              java -jar quarkus-run.jar
                  Starts the service. Its settings come from the environment and from .env.

              java -jar quarkus-run.jar --csv-path FILE [--force] [--validate-only]
                  Loads one file and exits: 0 when it was loaded or had been before, 1 when the run
                  failed, 2 when the command line or the file is not right.

                --csv-path FILE   the file, relative to the working directory
                --force           load it even if the same content is in the warehouse
                --validate-only   do everything but make it visible

              java -jar quarkus-run.jar --hash-password
                  Asks for a password, or reads it from standard input, and prints its hash for
                  USERS and USERS_FILE.

              java -jar quarkus-run.jar --help
                  This text.
            """;

    /** The command line is wrong; the message says what about it. */
    static final class UsageException extends Exception {

        private static final long serialVersionUID = 1L;

        UsageException(String message) {
            super(message);
        }
    }

    static Arguments parse(String... arguments) throws UsageException {
        Path csvPath = null;
        boolean force = false;
        boolean validateOnly = false;
        boolean hashPassword = false;
        boolean help = false;
        Deque<String> left = new ArrayDeque<>(List.of(arguments));
        while (!left.isEmpty()) {
            String argument = left.pop();
            switch (argument) {
                case "--csv-path" -> csvPath = path(left.isEmpty() ? "" : left.pop());
                case "--force" -> force = true;
                case "--validate-only" -> validateOnly = true;
                case "--hash-password" -> hashPassword = true;
                case "--help", "-h" -> help = true;
                default -> {
                    if (!argument.startsWith("--csv-path=")) {
                        throw new UsageException("unknown argument: " + argument);
                    }
                    csvPath = path(argument.substring("--csv-path=".length()));
                }
            }
        }
        if (csvPath == null && !help && (force || validateOnly)) {
            throw new UsageException("--force and --validate-only need --csv-path");
        }
        if (hashPassword && arguments.length > 1) {
            throw new UsageException("--hash-password stands alone");
        }
        return new Arguments(csvPath, force, validateOnly, hashPassword, help);
    }

    private static Path path(String value) throws UsageException {
        if (value.isBlank() || value.startsWith("--")) {
            throw new UsageException("--csv-path needs a file");
        }
        try {
            return Path.of(value);
        } catch (InvalidPathException e) {
            throw new UsageException("--csv-path is no path: " + e.getMessage());
        }
    }

    /** True for the one-shot command, false for the service. */
    boolean isOneShot() {
        return csvPath != null;
    }
}
