package telco.usage.load;

import java.math.BigDecimal;
import java.math.RoundingMode;
import telco.usage.load.csv.CsvRecord;
import telco.usage.run.RunErrorCode;
import telco.usage.run.RunFailedException;

/** Stops a run whose file is bad as a whole: not usage data at all, or too much of it rejected. */
public final class RejectLimit {

    /** From here on the ratio is judged while reading; a bad start of a good file must not stop it. */
    private static final long JUDGED_EARLY_FROM = 10_000;

    /** If all of these have the wrong number of columns, the rest will have it too. */
    private static final long FIRST_RECORDS = 100;

    private final BigDecimal maxRatio;
    private final String fileName;
    private final int runId;
    private long wrongColumnCounts;
    private String firstReject;

    public RejectLimit(BigDecimal maxRatio, String fileName, int runId) {
        this.maxRatio = maxRatio;
        this.fileName = fileName;
        this.runId = runId;
    }

    /** To be called for each reject, after it was counted. */
    public void rejected(CsvRecord record, Violation violation, LoadTally tally) {
        if (firstReject == null) {
            firstReject = "line " + record.lineNumber() + ": " + violation.message();
        }
        if (violation.reason() == RejectReason.COLUMN_COUNT) {
            wrongColumnCounts++;
        }
        if (tally.read() == FIRST_RECORDS) {
            judgeColumnCount(tally);
        }
        if (tally.read() >= JUDGED_EARLY_FROM) {
            judgeRatio(tally);
        }
    }

    /** To be called at the end of the file. */
    public void endOfFile(LoadTally tally) {
        if (tally.read() < FIRST_RECORDS) {
            judgeColumnCount(tally);
        }
        judgeRatio(tally);
    }

    private void judgeColumnCount(LoadTally tally) {
        if (wrongColumnCounts > 0 && wrongColumnCounts == tally.read()) {
            throw new RunFailedException(
                    RunErrorCode.WRONG_COLUMN_COUNT,
                    "%s %s. So it is with %s. Expected comma-separated columns: %s."
                            .formatted(
                                    fileName,
                                    firstReject,
                                    tally.read() == 1 ? "the only record" : "the first " + tally.read() + " records",
                                    UsageLayout.names()));
        }
    }

    private void judgeRatio(LoadTally tally) {
        if (BigDecimal.valueOf(tally.rejected()).compareTo(maxRatio.multiply(BigDecimal.valueOf(tally.read()))) > 0) {
            BigDecimal percent = BigDecimal.valueOf(100 * tally.rejected())
                    .divide(BigDecimal.valueOf(tally.read()), 1, RoundingMode.HALF_UP);
            throw new RunFailedException(
                    RunErrorCode.TOO_MANY_REJECTS,
                    ("%s: %d of the first %d records (%s %%) were rejected, more than MAX_REJECT_RATIO=%s allows."
                                    + " The first: %s. GET /runs/%d/rejects lists them; nothing was loaded.")
                            .formatted(
                                    fileName,
                                    tally.rejected(),
                                    tally.read(),
                                    percent.toPlainString(),
                                    maxRatio.toPlainString(),
                                    firstReject,
                                    runId));
        }
    }
}
