package telco.usage.cli;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import telco.usage.access.PasswordHash;
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
            if (arguments.hashPassword()) {
                System.out.println(PasswordHash.of(typedPassword()));
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
        } catch (IOException e) {
            System.err.println("The password cannot be read: " + e);
            return ExitCode.FAILED;
        } catch (UnusableFileException e) {
            System.err.println(e.getMessage());
            return ExitCode.USAGE;
        } catch (StartRefusedException e) {
            System.err.println(e.getMessage());
            return ExitCode.FAILED;
        }
    }

    /** Not from the command line, which others on the machine can read. */
    private static String typedPassword() throws Arguments.UsageException, IOException {
        Console console = System.console();
        String password;
        if (console == null) {
            password = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
        } else {
            char[] typed = console.readPassword("Password: ");
            password = typed == null ? null : new String(typed);
        }
        if (password == null || password.isEmpty()) {
            throw new Arguments.UsageException("the password is empty");
        }
        return password;
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
