package telco.usage.faults;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import telco.usage.faults.Operation.Kind;
import telco.usage.testing.Gate;
import telco.usage.testing.Gate.Place;

/** {@code kill -9} of the service: at random moments, and where it would hurt most. */
class KillFaults {

    private static final long ROWS = 60_000;

    private record Point(Kind kind, Place place) {}

    private static final List<Point> POINTS = List.of(
            new Point(Kind.LOAD, Place.SUBMIT),
            new Point(Kind.LOAD, Place.TAKE),
            new Point(Kind.LOAD, Place.LOAD),
            new Point(Kind.LOAD, Place.PUBLISH),
            new Point(Kind.LOAD, Place.BEFORE_COMMIT),
            new Point(Kind.LOAD, Place.COMMIT),
            new Point(Kind.LOAD, Place.RETENTION),
            new Point(Kind.LOAD, Place.FINISH),
            new Point(Kind.LOAD, Place.FILE),
            new Point(Kind.MERGE, Place.LOAD),
            new Point(Kind.MERGE, Place.PUBLISH),
            new Point(Kind.MERGE, Place.BEFORE_COMMIT),
            new Point(Kind.MERGE, Place.COMMIT),
            new Point(Kind.REVERT, Place.AUDIT),
            new Point(Kind.RETENTION, Place.AUDIT),
            new Point(Kind.RETENTION, Place.RETENTION));

    private final FaultSettings settings = FaultSettings.CURRENT;

    @TempDir
    static Path folder;

    private static Comparison comparison;
    private static Operations operations;

    @BeforeAll
    static void prepare() throws IOException {
        comparison = Comparison.open(folder);
        operations = new Operations(folder.resolve("files"), FaultSettings.CURRENT.seed(), ROWS);
    }

    @AfterAll
    static void close() throws IOException {
        comparison.close();
    }

    @Test
    void service_killedAtRandomMoments() throws IOException {
        Random random = new Random(settings.seed());
        try (Scenario scenario = FaultReport.begin("`kill -9` of the service at random moments")) {
            for (int i = 0; i < settings.tries(); i++) {
                Operation operation = operations.next(Kind.values()[i % Kind.values().length]);
                comparison.rehearse(operation);
                double part = random.nextDouble();
                comparison.struck().serve(operation.needsRetention());
                operation.begin(comparison.struck());
                pause(Duration.ofNanos(
                        (long) (comparison.usualDuration(operation).toNanos() * part)));
                comparison.struck().kill();
                scenario.struck(operation.progress(comparison.struck()));
                comparison.requireRecovery(operation, "try " + i + " of seed " + settings.seed() + ": " + operation);
                scenario.recovered();
            }
        }
    }

    private static void pause(Duration time) {
        await().atMost(time.plusSeconds(10)).pollDelay(time).until(() -> true);
    }

    @Test
    void service_killedAtNamedPoints() throws IOException {
        try (Scenario scenario = FaultReport.begin("`kill -9` of the service at named points")) {
            for (Kind kind : List.of(Kind.LOAD, Kind.MERGE)) {
                Operation operation = operations.next(kind);
                comparison.rehearse(operation);
                operation.begin(comparison.struck());
                comparison.requireRecovery(operation, "nothing has struck yet");
            }
            Gate.build(comparison.struck().console());
            for (Point point : points()) {
                Operation operation = operations.next(point.kind());
                comparison.rehearse(operation);
                comparison.struck().serve(operation.needsRetention());
                try (Gate gate = Gate.close(comparison.struck().console(), point.place())) {
                    operation.begin(comparison.struck());
                    gate.awaitReached();
                    comparison.struck().kill();
                }
                scenario.struck(point.kind() + " at " + point.place());
                comparison.requireRecovery(operation, point.toString());
                scenario.recovered();
            }
            Gate.demolish(comparison.struck().console());
        }
    }

    /** All of them, or in a short round as many as there are tries. */
    private List<Point> points() {
        if (settings.tries() >= POINTS.size()) {
            return POINTS;
        }
        List<Point> some = new ArrayList<>(POINTS);
        Collections.shuffle(some, new Random(settings.seed()));
        return some.subList(0, settings.tries()).stream()
                .sorted((one, other) -> POINTS.indexOf(one) - POINTS.indexOf(other))
                .toList();
    }
}
