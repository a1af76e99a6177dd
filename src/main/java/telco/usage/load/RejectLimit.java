package telco.usage.load;

import java.math.BigDecimal;
import java.math.RoundingMode;
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
    private long rejects;
    private long wrongColumnCounts;
    private String firstReject;

    public RejectLimit(BigDecimal maxRatio, String fileName, int runId) {
        this.maxRatio = maxRatio;
        this.fileName = fileName;
        this.runId = runId;
    }

    /** To be called for each reject, in the order of the file. */
    public void rejected(Reject reject) {
        rejects++;
        if (firstReject == null) {
            firstReject =
                    "line " + reject.lineNumber() + ": " + reject.violation().message();
        }
        if (reject.violation().reason() == RejectReason.COLUMN_COUNT) {
            wrongColumnCounts++;
        }
        if (reject.recordNumber() == FIRST_RECORDS) {
            judgeColumnCount(FIRST_RECORDS);
        }
        if (reject.recordNumber() >= JUDGED_EARLY_FROM) {
            judgeRatio(reject.recordNumber());
        }
    }

    /** To be called at the end of the file, with the number of its records. */
    public void endOfFile(long records) {
        if (records < FIRST_RECORDS) {
            judgeColumnCount(records);
        }
        judgeRatio(records);
    }

    private void judgeColumnCount(long records) {
        if (wrongColumnCounts > 0 && wrongColumnCounts == records) {
            throw new RunFailedException(
                    RunErrorCode.WRONG_COLUMN_COUNT,
                    "%s %s. So it is with %s. Expected comma-separated columns: %s."
                            .formatted(
                                    fileName,
                                    firstReject,
                                    records == 1 ? "the only record" : "the first " + records + " records",
                                    UsageLayout.names()));
        }
    }

    private void judgeRatio(long records) {
        if (BigDecimal.valueOf(rejects).compareTo(maxRatio.multiply(BigDecimal.valueOf(records))) > 0) {
            BigDecimal percent =
                    BigDecimal.valueOf(100 * rejects).divide(BigDecimal.valueOf(records), 1, RoundingMode.HALF_UP);
            throw new RunFailedException(
                    RunErrorCode.TOO_MANY_REJECTS,
                    ("%s: %d of the first %d records (%s %%) were rejected, more than MAX_REJECT_RATIO=%s allows."
                                    + " The first: %s. GET /runs/%d/rejects lists them; nothing was loaded.")
                            .formatted(
                                    fileName,
                                    rejects,
                                    records,
                                    percent.toPlainString(),
                                    maxRatio.toPlainString(),
                                    firstReject,
                                    runId));
        }
    }
}
