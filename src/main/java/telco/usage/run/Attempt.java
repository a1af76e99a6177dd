package telco.usage.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One worker's try at a run: what the steps have found so far, and whether they may go on. Belongs to the worker's
 * thread; only the progress and the loss of the claim cross threads.
 */
public final class Attempt {

    private final Run run;
    private final String worker;
    private final int stoppedBefore;
    private final List<Finding> findings;
    private final Map<String, CheckResult> checks = new LinkedHashMap<>();
    private Tally tally;
    private RejectTally rejects;
    private Found beforePublishing;
    private String sha256;
    private Integer originalRunId;
    private volatile long bytesRead;
    private volatile long rowsRead;
    private final AtomicLong rowsStaged = new AtomicLong();
    private byte[] header;
    private volatile boolean lost;
    private volatile boolean cancelled;
    private volatile boolean stopped;

    private record Found(Tally tally, RejectTally rejects, List<Finding> findings, Map<String, CheckResult> checks) {}

    /**
     * @param stoppedBefore how many earlier attempts have ended because their service was stopped
     * @param rejects what the run has kept aside so far
     */
    Attempt(Run run, String worker, int stoppedBefore, RejectTally rejects) {
        this.run = run;
        this.worker = worker;
        this.stoppedBefore = stoppedBefore;
        this.findings = new ArrayList<>(run.findings());
        run.checks().forEach(this::add);
        this.tally = run.tally();
        this.rejects = rejects;
        this.sha256 = run.file().sha256();
        this.bytesRead = run.progress().bytesRead();
        this.rowsRead = run.progress().rowsRead();
        this.rowsStaged.set(run.progress().rowsStaged());
    }

    /** The run as it was claimed. */
    public Run run() {
        return run;
    }

    public int runId() {
        return run.id();
    }

    /** 1 for a run's first attempt. */
    public int number() {
        return run.attempt();
    }

    /** Which try of RUN_MAX_ATTEMPTS it is: a stop is no failure, and a release begins to count anew. */
    public int numberOfTries() {
        return number() - stoppedBefore - (run.isReleased() ? stagedBy() : 0);
    }

    /** The number of the attempt that has filled the stage: this one, or the one whose stage was kept and is released. */
    public int stagedBy() {
        return run.isReleased() ? run.hold().attempt() : number();
    }

    /** False when somebody has decided already: no check stops what was released, nor rejects that are replayed. */
    public boolean canBeStoppedByChecks() {
        return !run.isReleased() && run.replay() == null;
    }

    String worker() {
        return worker;
    }

    public Tally tally() {
        return tally;
    }

    public void tally(Tally changed) {
        tally = changed;
    }

    /** Takes the place of an earlier finding of the same check: PUBLISH looks at a released stage once more. */
    public void add(Finding finding) {
        findings.removeIf(earlier -> earlier.check().equals(finding.check()));
        findings.add(finding);
    }

    /** Takes the place of an earlier result of the same check. */
    public void add(CheckResult result) {
        checks.put(result.check(), result);
    }

    /** What the checks came to, in the order in which they were made. */
    public List<CheckResult> checks() {
        return List.copyOf(checks.values());
    }

    public List<Finding> findings() {
        List<Finding> all = new ArrayList<>(findings);
        rejects.excess().ifPresent(excess -> {
            all.removeIf(earlier -> earlier.check().equals(excess.check()));
            all.add(excess);
        });
        return all;
    }

    /** What the attempt has kept aside. */
    public RejectTally rejects() {
        return rejects;
    }

    /** From here on the attempt finds what is only true if PUBLISH commits. */
    public void publishing() {
        beforePublishing = new Found(tally, rejects.copy(), List.copyOf(findings), new LinkedHashMap<>(checks));
    }

    /**
     * PUBLISH has not committed: what was found in it leaves the report.
     *
     * @param stoppedByCheck then what the checks have found is the reason, and stays
     */
    void takeBackPublishing(boolean stoppedByCheck) {
        if (beforePublishing == null) {
            return;
        }
        tally = beforePublishing.tally();
        rejects = beforePublishing.rejects();
        if (!stoppedByCheck) {
            findings.clear();
            findings.addAll(beforePublishing.findings());
            checks.clear();
            checks.putAll(beforePublishing.checks());
        }
    }

    /** The hash of the file's bytes, null until it has been read. */
    public String sha256() {
        return sha256;
    }

    public void sha256(String hex) {
        sha256 = hex;
    }

    /** Ends the run as a second delivery: no further step is performed. */
    public void skipAsDuplicateOf(int runId) {
        originalRunId = runId;
    }

    /** The run that loaded this content before, once that is known. */
    public Optional<Integer> originalRunId() {
        return Optional.ofNullable(originalRunId);
    }

    /** Reports how far the file has been read; callers see it within a heartbeat. */
    public void progressed(long bytes, long rows) {
        bytesRead = bytes;
        rowsRead = rows;
    }

    /** Reports that so many more rows are in the stage; any thread may. */
    public void staged(long rows) {
        rowsStaged.addAndGet(rows);
    }

    public long rowsStaged() {
        return rowsStaged.get();
    }

    /** What goes before the file's rejects when they are to be read again: its header as it stands there; null for nothing. */
    public void header(byte[] record) {
        header = record;
    }

    byte[] header() {
        return header;
    }

    public long bytesRead() {
        return bytesRead;
    }

    public long rowsRead() {
        return rowsRead;
    }

    /** How far LOAD is by what this attempt knows, when it has been at work for so long. */
    public RunProgress progressAfter(Duration elapsed) {
        return RunProgress.atRest(bytesRead, run.file().sizeBytes(), rowsRead, rowsStaged.get())
                .after(elapsed);
    }

    /** Tells the steps that another worker has the run. */
    public void lose() {
        lost = true;
    }

    /** Tells the steps that somebody has cancelled the run. */
    public void cancel() {
        cancelled = true;
    }

    /** Tells the steps that the service stops. */
    public void stop() {
        stopped = true;
    }

    boolean isStopped() {
        return stopped;
    }

    /** True when the steps are to stop, for whatever reason. */
    public boolean isStopping() {
        return lost || cancelled || stopped;
    }

    /**
     * To be called often by every step that takes long.
     *
     * @throws AttemptLostException when the step must stop now
     */
    public void checkpoint() {
        if (lost) {
            throw new AttemptLostException(run.label() + " was taken over by another worker");
        }
        if (cancelled) {
            throw new AttemptLostException(run.label() + " was cancelled");
        }
        if (stopped || Thread.currentThread().isInterrupted()) {
            throw new AttemptLostException(run.label() + " was interrupted: the service is stopping");
        }
    }
}
