package telco.usage.cli;

import io.quarkus.runtime.ApplicationLifecycleManager;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.Quarkus;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import telco.usage.database.EmbeddedDatabase;
import telco.usage.request.RequestHead;

/** One life of the process: Quarkus, and around it the embedded database when no server is named. */
record Launch(Arguments arguments, LaunchSettings settings, StopSignal stopSignal) {

    private static final Map<String, String> ONE_SHOT_SETTINGS = Map.of(
            "telco.run.serving", "false",
            "quarkus.http.host-enabled", "false",
            // Standard output is for the report, and the rest for what concerns the run.
            "quarkus.log.console.stderr", "true",
            "quarkus.log.category.\"io.quarkus\".level", "WARN",
            "quarkus.log.category.\"org.flywaydb\".level", "WARN");

    /** Returns the process's exit code once everything has stopped. */
    int run(String... commandLine) {
        if (!settings.embedded()) {
            return runQuarkus(commandLine);
        }
        Optional<EmbeddedDatabase> opened = EmbeddedDatabase.open(settings.dataDirectory());
        if (opened.isEmpty()) {
            System.err.println(inUse());
            return ExitCode.FAILED;
        }
        try (EmbeddedDatabase database = opened.get()) {
            System.err.println("The embedded PostgreSQL is up, look into it with: " + database.psqlCommand());
            database.dataSource().forEach(System::setProperty);
            System.setProperty("telco.database.embedded", "true");
            return runQuarkus(commandLine);
        }
    }

    private String inUse() {
        String directory = settings.dataDirectory().toAbsolutePath().normalize().toString();
        return arguments.isOneShot()
                ? "A service is running on the data in " + directory + ": use its POST /runs or its inbox instead."
                : "Another instance is running on the data in " + directory
                        + ": stop it first, or name another directory with DATA_DIR.";
    }

    private int runQuarkus(String... commandLine) {
        if (stopSignal.wasGiven()) {
            return ExitCode.FAILED;
        }
        AtomicInteger exitCode = new AtomicInteger();
        if (LaunchMode.current() != LaunchMode.DEVELOPMENT) {
            // Else Quarkus would end the process from inside this call, and leave the database behind.
            ApplicationLifecycleManager.setDefaultExitCodeHandler((code, failure) -> exitCode.set(code));
        }
        if (arguments.isOneShot()) {
            ONE_SHOT_SETTINGS.forEach(System::setProperty);
            Quarkus.run(OneShot.class, commandLine);
        } else {
            if (settings.encrypted()) {
                // A password sent to the other port by mistake would travel in the clear.
                System.setProperty("quarkus.http.insecure-requests", "disabled");
            }
            RequestHead.takeOverFromServer();
            stopWithParent();
            Quarkus.run(commandLine);
        }
        return exitCode.get();
    }

    /** Under {@code quarkus:run} the service must not outlive Maven, see the pom. */
    private static void stopWithParent() {
        if (Boolean.getBoolean("telco.process.stop-with-parent")) {
            ProcessHandle.current().parent().ifPresent(parent -> parent.onExit().thenRun(Quarkus::asyncExit));
        }
    }
}
