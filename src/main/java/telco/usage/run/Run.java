package telco.usage.run;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import telco.usage.input.LogText;

/**
 * A run as callers see it: the JSON of {@code GET /runs/{id}}. Times are UTC; what is not known yet is left out.
 *
 * @param path where a worker reads the file; not shown to callers
 * @param attempt how often a worker has claimed it
 * @param limits what the request says of rejects; shown as its two parts
 * @param replay of a run whose trigger is REPLAY: whose rejects it loads
 * @param originalRunId of a run that is SKIPPED_DUPLICATE: the run that loaded this content
 * @param hold of a run that a check has stopped
 * @param checks what each check of QUALITY came to; empty in lists of runs
 * @param alerts whom it was told; empty in lists of runs
 * @param error of a run that is FAILED: why
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({
    "id",
    "state",
    "done",
    "trigger",
    "file",
    "force",
    "validateOnly",
    "priority",
    "maxRejects",
    "maxRejectRatio",
    "replay",
    "attempt",
    "requestedAt",
    "startedAt",
    "finishedAt",
    "originalRunId",
    "hold",
    "rows",
    "charge",
    "duration",
    "steps",
    "findings",
    "checks",
    "alerts",
    "progress",
    "error"
})
public record Run(
        int id,
        RunState state,
        RunTrigger trigger,
        InputFile file,
        @JsonIgnore Path path,
        boolean force,
        boolean validateOnly,
        RunPriority priority,
        @JsonIgnore RejectLimits limits,
        Replay replay,
        int attempt,
        Instant requestedAt,
        Instant startedAt,
        Instant finishedAt,
        @JsonIgnore Instant publishedAt,
        Integer originalRunId,
        Hold hold,
        @JsonIgnore Tally tally,
        List<StepRecord> steps,
        List<Finding> findings,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<CheckResult> checks,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<AlertDelivery> alerts,
        RunProgress progress,
        RunError error) {

    /** The same run with what hangs on it; while LOAD runs, its progress tells the rate and the time that is left. */
    Run reporting(
            Tally counted,
            List<StepRecord> taken,
            List<Finding> found,
            List<CheckResult> checked,
            List<AlertDelivery> told) {
        RunProgress now = taken.stream()
                .filter(step -> step.name() == StepName.LOAD && step.state() == StepState.RUNNING)
                .findFirst()
                .map(load -> progress.after(
                        Duration.ofMillis(load.seconds().movePointRight(3).longValue())))
                .orElse(progress);
        return new Run(
                id,
                state,
                trigger,
                file,
                path,
                force,
                validateOnly,
                priority,
                limits,
                replay,
                attempt,
                requestedAt,
                startedAt,
                finishedAt,
                publishedAt,
                originalRunId,
                hold,
                counted,
                taken,
                found,
                checked,
                told,
                now,
                error);
    }

    /** The file as it was submitted; its hash is known once it has been read. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record InputFile(String name, long sizeBytes, String sha256) {}

    /** One step; seconds are wall time, while it runs up to the last sign of life of its worker. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record StepRecord(StepName name, StepState state, Instant startedAt, BigDecimal seconds) {

        static StepRecord of(StepName name, StepState state, Instant startedAt, Instant until) {
            long millis = Math.max(0, Duration.between(startedAt, until).toMillis());
            return new StepRecord(name, state, startedAt, BigDecimal.valueOf(millis, 3));
        }
    }

    /** Why the run failed; the code is a {@link RunErrorCode}. */
    public record RunError(RunErrorCode code, String message) {}

    /**
     * Which rejects the run loads.
     *
     * @param runId the run that had kept them aside
     * @param rejects how many it takes up
     * @param left how many that were open it leaves so, because their records are not stored whole
     */
    public record Replay(int runId, long rejects, long left) {}

    /**
     * What a check has stopped before it was visible: kept for a while, so that somebody can look and release it.
     *
     * @param attempt which attempt's stage is kept; null when none is any more, not shown to callers
     * @param until when it is dropped; null when it is not kept any more
     * @param releasedAt when somebody wanted it published in spite of the check; null when nobody has
     * @param releasedBy who; null when nobody has
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Hold(@JsonIgnore Integer attempt, Instant until, Instant releasedAt, String releasedBy) {}

    /** True when its stage is kept. */
    @JsonIgnore
    public boolean isHeld() {
        return hold != null && hold.attempt() != null;
    }

    /** True when its stage is kept and is to be published. */
    @JsonIgnore
    public boolean isReleased() {
        return isHeld() && hold.releasedAt() != null;
    }

    /** What the request allows; null where MAX_REJECTS decides. */
    @JsonProperty("maxRejects")
    public Long maxRejects() {
        return limits.maxRejects();
    }

    /** What the request allows; null where MAX_REJECT_RATIO decides. */
    @JsonProperty("maxRejectRatio")
    public BigDecimal maxRejectRatio() {
        return limits.maxRejectRatio();
    }

    /** True when content that was loaded before is no reason to skip it: rejects must not stay open for that. */
    @JsonIgnore
    public boolean loadsKnownContent() {
        return force || replay != null;
    }

    /** True when its rows are in the warehouse: those of a run that was reverted, or that only validated, are not. */
    @JsonIgnore
    public boolean isInWarehouse() {
        return publishedAt != null && state != RunState.REVERTED;
    }

    /** True when the state is final. */
    @JsonProperty("done")
    public boolean done() {
        return state.isDone();
    }

    @JsonProperty("rows")
    @Schema(ref = "Rows")
    public Map<String, Long> rows() {
        return tally.rows();
    }

    @JsonProperty("charge")
    @Schema(ref = "Charge")
    public Map<String, String> charge() {
        return tally.charge();
    }

    /** Null for a run of before durations were counted. */
    @JsonProperty("duration")
    @Schema(ref = "Durations")
    public Map<String, String> duration() {
        return tally.duration();
    }

    /** How the run is called in logs and mails, on one line whatever the file's name: run 17 (usage.csv). */
    public String label() {
        return "run " + id + " (" + LogText.of(file.name()) + ")";
    }
}
