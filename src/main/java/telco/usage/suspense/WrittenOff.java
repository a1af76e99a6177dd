package telco.usage.suspense;

import java.util.List;

/** The rejects of a run after some of them were written off, counted. */
record WrittenOff(int runId, List<RejectTotal> totals) {}
