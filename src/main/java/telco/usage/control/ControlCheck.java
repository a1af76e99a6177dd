package telco.usage.control;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import telco.usage.run.Amount;
import telco.usage.run.Attempt;
import telco.usage.run.Finding;
import telco.usage.run.Run;
import telco.usage.run.RunErrorCode;
import telco.usage.run.RunFailedException;
import telco.usage.run.Severity;

/** Holds a file to what its control file says. */
public final class ControlCheck {

    private final String fileName;
    private final String controlName;
    private final Announced announced;
    private final List<String> equal = new ArrayList<>();
    private final List<String> different = new ArrayList<>();

    private ControlCheck(Run run, Announced announced) {
        this.fileName = run.file().name();
        this.controlName = ControlFile.nameFor(run);
        this.announced = announced;
    }

    /**
     * The check that the run's file must pass; empty when there is no control file, and for what came by a door that names
     * no file.
     *
     * @throws RunFailedException CONTROL_FILE_INVALID
     */
    public static Optional<ControlCheck> of(Run run) {
        return switch (run.trigger()) {
            case API, INBOX, CLI -> ControlFile.read(run).map(announced -> new ControlCheck(run, announced));
            case UPLOAD, REPLAY -> Optional.empty();
        };
    }

    /**
     * Compares all that was announced, and adds a finding that says so.
     *
     * @param read every record of the file, whatever becomes of it
     * @throws RunFailedException CONTROL_MISMATCH, with both sides of each difference
     */
    public void require(Attempt attempt, Amount read) {
        compareRows(read.rows());
        compare("charge", announced.charge(), read.charge());
        compare("duration", announced.duration(), read.duration());
        compareHash(attempt.sha256());
        if (!different.isEmpty()) {
            throw new RunFailedException(
                    RunErrorCode.CONTROL_MISMATCH,
                    "%s is not what %s says: %s. Nothing was published; have the provider deliver both files again."
                            .formatted(fileName, controlName, String.join("; ", different)));
        }
        attempt.add(new Finding(
                "control_file_agrees",
                Severity.INFO,
                read.rows(),
                read.rows(),
                "%s says what %s holds: %s.".formatted(controlName, fileName, String.join(", ", equal))));
    }

    private void compareRows(long read) {
        if (announced.rows() != null) {
            compared(announced.rows() == read, "rows", announced.rows().toString(), Long.toString(read));
        }
    }

    private void compare(String what, BigDecimal said, BigDecimal read) {
        // Of a file that was loaded before durations were counted, nobody knows its own.
        if (said != null && read != null) {
            compared(said.compareTo(read) == 0, what, Amount.plain(said), Amount.plain(read));
        }
    }

    private void compareHash(String read) {
        if (announced.sha256() != null) {
            compared(announced.sha256().equals(read), "sha256", announced.sha256(), read);
        }
    }

    private void compared(boolean same, String what, String said, String read) {
        if (same) {
            equal.add(what + " " + read);
        } else {
            different.add("%s %s is announced, but %s was read".formatted(what, said, read));
        }
    }
}
