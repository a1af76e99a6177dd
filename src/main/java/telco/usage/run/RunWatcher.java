package telco.usage.run;

import telco.usage.jdbc.DatabaseException;

/** Somebody who waits for something to become of a run. Called by {@link RunWatch}, one call at a time. */
interface RunWatcher {

    int runId();

    /** When it has to see the run at the latest, in the time of {@link System#nanoTime()}. */
    long dueNanos();

    /** Sees the run as it has just been read; true when it wants to see no more. */
    boolean see(AnsweredRun run);

    /** The run cannot be read at the moment; true when it wants to wait no longer. */
    boolean miss(DatabaseException failure);

    /** It will not see the run again, and is to tell its caller so. */
    void fail(RuntimeException failure);

    /** There is nothing more to see. */
    void end();
}
