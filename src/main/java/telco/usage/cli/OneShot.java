package telco.usage.cli;

import io.quarkus.runtime.QuarkusApplication;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import telco.usage.audit.Actor;
import telco.usage.database.DatabaseStatus;
import telco.usage.jdbc.DatabaseException;
import telco.usage.pipeline.RunWorker;
import telco.usage.run.Run;
import telco.usage.run.RunRequest;
import telco.usage.run.RunState;
import telco.usage.run.RunTrigger;
import telco.usage.run.Runs;

/** Loads the one file of the command line, tells on the terminal how that went, and ends the process. */
@Singleton
public final class OneShot implements QuarkusApplication {

    private final DatabaseStatus database;
    private final Runs runs;
    private final RunWorker worker;

    OneShot(DatabaseStatus database, Runs runs, RunWorker worker) {
        this.database = database;
        this.runs = runs;
        this.worker = worker;
    }

    /** Returns {@link ExitCode#OK} when the run ended well, else {@link ExitCode#FAILED}. */
    @Override
    public int run(String... arguments) throws Exception {
        Optional<String> trouble = database.trouble();
        if (trouble.isPresent()) {
            return failed("DATABASE_UNAVAILABLE: " + trouble.get());
        }
        try {
            Optional<Run> queued = runs.submit(request(Arguments.parse(arguments)));
            return queued.isPresent()
                    ? report(worker.perform(queued.get()))
                    : failed("QUEUE_FULL: as many runs wait as RUN_QUEUE_LIMIT allows. Try again later.");
        } catch (DatabaseException e) {
            return failed("DATABASE_UNAVAILABLE: " + e.getMessage());
        }
    }

    private static RunRequest request(Arguments arguments) throws IOException {
        Path file = arguments.csvPath().toAbsolutePath().normalize();
        return new RunRequest(
                RunTrigger.CLI,
                Actor.ofProcess(),
                file.getFileName().toString(),
                file,
                Files.size(file),
                arguments.force(),
                arguments.validateOnly());
    }

    private static int report(Run run) {
        System.out.print(RunReport.of(run));
        if (run.error() != null) {
            return failed(run.error().code() + ": " + run.error().message());
        }
        return endedWell(run.state()) ? ExitCode.OK : failed(run.label() + " is " + run.state() + "." + advice(run));
    }

    private static String advice(Run run) {
        return switch (run.state()) {
            case CANCELLED, CANCELLING -> " Nothing of it is loaded; give the command again to load it.";
            case QUEUED, RUNNING -> " Its rows are published; a service on this database does what is left.";
            default -> "";
        };
    }

    private static boolean endedWell(RunState state) {
        return switch (state) {
            case SUCCEEDED, SUCCEEDED_WITH_WARNINGS, SKIPPED_DUPLICATE -> true;
            case QUEUED, RUNNING, CANCELLING, FAILED, CANCELLED, REVERTED -> false;
        };
    }

    private static int failed(String reason) {
        System.err.println(reason);
        return ExitCode.FAILED;
    }
}
