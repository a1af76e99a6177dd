package telco.usage.load;

import java.math.BigDecimal;
import java.math.RoundingMode;
import telco.usage.load.csv.Delimiter;
import telco.usage.run.RejectLimits;
import telco.usage.run.RejectReason;
import telco.usage.run.Run;
import telco.usage.run.RunErrorCode;
import telco.usage.run.RunFailedException;

/** Stops a run whose file is bad as a whole: not usage data at all, or too much of it rejected. */
public final class RejectLimit {

    /** From here on the ratio is judged while reading; a bad start of a good file must not stop it. */
    private static final long JUDGED_EARLY_FROM = 10_000;

    /** If all of these have the wrong number of columns, the rest will have it too. */
    private static final long FIRST_RECORDS = 100;

    private final Run run;
    private final Delimiter delimiter;
    private final long maxRejects;
    private final BigDecimal maxRatio;
    private long rejects;
    private long wrongColumnCounts;
    private String firstReject;

    private RejectLimit(Run run, Delimiter delimiter, long maxRejects, BigDecimal maxRatio) {
        this.run = run;
        this.delimiter = delimiter;
        this.maxRejects = maxRejects;
        this.maxRatio = maxRatio;
    }

    /**
     * The limits of a run: what its request says, else what the settings say. Nothing limits a replay but that one
     * record must be good: each was rejected before, and one that is so again is no worse off.
     */
    public static RejectLimit of(Run run, LoadConfig config, Delimiter delimiter) {
        if (run.replay() != null) {
            return new RejectLimit(run, delimiter, Long.MAX_VALUE, BigDecimal.ONE);
        }
        RejectLimits own = run.limits();
        return new RejectLimit(
                run,
                delimiter,
                own.maxRejects() != null
                        ? own.maxRejects()
                        : config.maxRejects().orElse(Long.MAX_VALUE),
                own.maxRejectRatio() != null ? own.maxRejectRatio() : config.maxRejectRatio());
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
        judgeNumber(reject.recordNumber());
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
        judgeReplay(records);
    }

    /** Rejects whose replay comes to nothing stay where they are, with their lines in the file that they came with. */
    private void judgeReplay(long records) {
        if (run.replay() != null && rejects > 0 && rejects == records) {
            throw new RunFailedException(
                    RunErrorCode.TOO_MANY_REJECTS,
                    "%s: all of its %d records were rejected again. The first: %s. The rejects of run %d stay open."
                            .formatted(
                                    run.file().name(),
                                    records,
                                    firstReject,
                                    run.replay().runId()));
        }
    }

    private void judgeColumnCount(long records) {
        if (wrongColumnCounts > 0 && wrongColumnCounts == records) {
            throw new RunFailedException(
                    RunErrorCode.WRONG_COLUMN_COUNT,
                    "%s %s. So it is with %s. Expected the columns %s, separated by %s (CSV_DELIMITER)."
                            .formatted(
                                    run.file().name(),
                                    firstReject,
                                    records == 1 ? "the only record" : "the first " + records + " records",
                                    ColumnNames.all(),
                                    delimiter.isTab() ? "tabs" : "'" + delimiter + "'"));
        }
    }

    private void judgeNumber(long records) {
        if (rejects > maxRejects) {
            String name = run.limits().maxRejects() != null ? "the request's maxRejects" : "MAX_REJECTS";
            throw tooMany("%d of the first %d records".formatted(rejects, records), name + "=" + maxRejects);
        }
    }

    private void judgeRatio(long records) {
        if (BigDecimal.valueOf(rejects).compareTo(maxRatio.multiply(BigDecimal.valueOf(records))) > 0) {
            BigDecimal percent =
                    BigDecimal.valueOf(100 * rejects).divide(BigDecimal.valueOf(records), 1, RoundingMode.HALF_UP);
            String name = run.limits().maxRejectRatio() != null ? "the request's maxRejectRatio" : "MAX_REJECT_RATIO";
            throw tooMany(
                    "%d of the first %d records (%s %%)".formatted(rejects, records, percent.toPlainString()),
                    name + "=" + maxRatio.toPlainString());
        }
    }

    private RunFailedException tooMany(String rejected, String limit) {
        return new RunFailedException(
                RunErrorCode.TOO_MANY_REJECTS,
                "%s: %s were rejected, more than %s allows. The first: %s. GET /runs/%d/rejects lists them; nothing was loaded."
                        .formatted(run.file().name(), rejected, limit, firstReject, run.id()));
    }
}
