package telco.usage.cli;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.nio.file.Files;
import java.nio.file.Path;
import telco.usage.database.StartRefusedException;

/**
 * Starts the service, or does one run and exits. Quarkus holds its log back until it runs, so whatever a person must
 * see before is printed to stderr.
 */
@QuarkusMain
public final class Main {

    public static void main(String... commandLine) {
        int exitCode;
        // The virtual machine lives until this is closed, so that the database is stopped after everything else.
        try (StopSignal stopSignal = StopSignal.install()) {
            exitCode = start(stopSignal, commandLine);
        }
        // In dev mode this method returns at each reload, and the machine goes on.
        if (LaunchMode.current() != LaunchMode.DEVELOPMENT) {
            System.exit(exitCode);
        }
    }

    private static int start(StopSignal stopSignal, String... commandLine) {
        try {
            Arguments arguments = Arguments.parse(commandLine);
            if (arguments.help()) {
                System.out.print(Arguments.USAGE);
                return ExitCode.OK;
            }
            if (arguments.isOneShot()) {
                requireFile(arguments.csvPath());
            }
            return new Launch(arguments, LaunchSettings.read(), stopSignal).run(commandLine);
        } catch (Arguments.UsageException e) {
            System.err.println(e.getMessage());
            System.err.print(Arguments.USAGE);
            return ExitCode.USAGE;
        } catch (UnusableFileException e) {
            System.err.println(e.getMessage());
            return ExitCode.USAGE;
        } catch (StartRefusedException e) {
            System.err.println(e.getMessage());
            return ExitCode.FAILED;
        }
    }

    private static final class UnusableFileException extends Exception {

        private static final long serialVersionUID = 1L;

        UnusableFileException(String message) {
            super(message);
        }
    }

    private static void requireFile(Path file) throws UnusableFileException {
        Path absolute = file.toAbsolutePath().normalize();
        if (Files.notExists(absolute)) {
            throw new UnusableFileException("FILE_NOT_FOUND: there is no file " + absolute);
        }
        if (!Files.isRegularFile(absolute)) {
            throw new UnusableFileException("FILE_UNREADABLE: " + absolute + " is not a file");
        }
        if (!Files.isReadable(absolute)) {
            throw new UnusableFileException("FILE_UNREADABLE: this user may not read " + absolute);
        }
    }
}
