/**
 * The watched folder: turns settled files into runs, and files them away when their run has ended.
 *
 * <pre>
 * inbox/usage.csv                        dropped, waits until it is quiet
 * inbox/processing/17-usage.csv          run 17 waits or is worked on
 * inbox/archive/2026/11/17-usage.csv     it is in the warehouse
 * inbox/rejected/2026/11/17-usage.csv    it failed or was cancelled; beside it, for the provider,
 * inbox/rejected/2026/11/17-usage.csv.report.txt
 * inbox/duplicates/2026/11/17-usage.csv  the warehouse had its content before
 * </pre>
 *
 * <p>A control file, {@code usage.csv.ctl}, and where it is asked for a done file, lie beside it and move with it.
 *
 * <p>Year and month are those in which the run ended, UTC. A file's place is for people to see: what happened to it, and
 * whether its content is in the warehouse, the run table and the ledger say. A file dropped a second time is a run of
 * its own. Whatever dies at whatever moment, the next poll puts each file where its run says it belongs.
 */
package telco.usage.inbox;
