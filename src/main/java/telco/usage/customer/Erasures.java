package telco.usage.customer;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jboss.logging.Logger;
import telco.usage.audit.Actor;
import telco.usage.audit.AuditAction;
import telco.usage.audit.AuditLog;
import telco.usage.jdbc.Database;
import telco.usage.jdbc.Sql;
import telco.usage.load.FormatConfig;
import telco.usage.problem.ProblemCode;
import telco.usage.problem.ProblemException;
import telco.usage.run.Run;
import telco.usage.run.Runs;
import telco.usage.stage.Stage;
import telco.usage.suspense.Settlement;
import telco.usage.warehouse.DetachedDays;
import telco.usage.warehouse.UsageRemoval;
import telco.usage.warehouse.WarehouseLock;

/**
 * Erases all that the database has of a customer. All of it is one transaction: whatever dies, everything is gone or nothing
 * has happened.
 *
 * <p>Runs that are not done are left alone: what they bring comes after the erasure. Nothing here writes the customer's
 * number anywhere.
 */
@Singleton
final class Erasures {

    private static final Logger LOG = Logger.getLogger(Erasures.class);

    private final Database database;
    private final Runs runs;
    private final FormatConfig format;
    private final ObjectMapper json;

    Erasures(Database database, Runs runs, FormatConfig format, ObjectMapper json) {
        this.database = database;
        this.runs = runs;
        this.format = format;
        this.json = json;
    }

    /**
     * Erases facts with all that is added up from them, rejects, and what findings and alerts quote. A customer that nobody
     * knows has nothing to be erased, and that is no error.
     *
     * @param why null when nobody said
     * @throws ProblemException STATE_CONFLICT when a run is under way that would write again what is erased here;
     *     INVALID_REQUEST when what goes into the audit names the customer
     */
    Erasure erase(CustomerId customer, Actor actor, String why) {
        CustomerMark mark = new CustomerMark(customer, format.delimiter());
        mark.requireNotIn(Actor.HEADER, actor.name());
        mark.requireNotIn("why", why == null ? "" : why);
        Erasure erasure = database.fromLongTransaction(connection -> {
            WarehouseLock.acquire(connection);
            requireNoneBehindPublish(connection);
            // Also those that end meanwhile: what they have left may have been looked for too early.
            Set<Integer> underWay = new TreeSet<>(underWay(connection));
            dropStagesLeft(connection, underWay);
            long rejects = eraseRejects(connection, customer, mark);
            List<Integer> heldRuns = HeldStages.giveUp(connection, runs, customer);
            QuotedRecords quoted = new QuotedRecords(connection, customer, mark, json);
            quoted.blankMessages();
            long samples = quoted.eraseSamples();
            long alerts = quoted.blankAlerts();
            long facts = eraseFacts(connection, customer);
            underWay.addAll(underWay(connection));
            Erasure erased = new Erasure(facts, rejects, samples, alerts, heldRuns, List.copyOf(underWay));
            AuditLog.write(
                    connection, actor, AuditAction.ERASURE, null, erased.counts() + (why == null ? "" : ": " + why));
            return erased;
        });
        // Days that a revert or retention has just taken out may have had rows of his.
        DetachedDays.drop(database);
        LOG.infof("A customer was erased by %s: %s", actor.name(), erasure.counts());
        return erasure;
    }

    /** A run that has published ends soon, and writes then what it has found, and whom it quotes. */
    private void requireNoneBehindPublish(Connection connection) throws SQLException {
        Optional<Integer> running = Sql.of("""
                        select id
                        from ingest.run
                        where state in ('QUEUED', 'RUNNING', 'CANCELLING') and published_at is not null
                        order by id
                        """).first(connection, row -> row.getInt("id"));
        if (running.isPresent()) {
            throw underWay(runs.find(connection, running.get()).orElseThrow());
        }
    }

    private static ProblemException underWay(Run run) {
        return new ProblemException(
                        ProblemCode.STATE_CONFLICT,
                        "%s is not done yet and may still write what it has read of customers. Nothing was erased; ask again when it is done."
                                .formatted(run.label()))
                .about(run.id());
    }

    /** A stage goes only behind its run's end, or when somebody finds what a crash has left. */
    private static void dropStagesLeft(Connection connection, Set<Integer> underWay) throws SQLException {
        for (Stage stage : Stage.leftovers(connection)) {
            if (!underWay.contains(stage.runId())) {
                stage.drop(connection);
            }
        }
    }

    private long eraseRejects(Connection connection, CustomerId customer, CustomerMark mark) throws SQLException {
        List<CustomerRejects.Key> keys = CustomerRejects.ofRunsDone(connection, customer, mark);
        for (int id : CustomerRejects.runs(keys)) {
            Run run = runs.lock(connection, id);
            if (!run.done()) {
                throw underWay(run);
            }
            Settlement.requireNoReplayUnderWay(connection, run);
        }
        CustomerRejects.erase(connection, keys);
        return keys.size();
    }

    private static long eraseFacts(Connection connection, CustomerId customer) throws SQLException {
        UsageRemoval removal = UsageRemoval.begin(connection);
        long facts = removal.customer(customer.value());
        removal.finish();
        return facts;
    }

    private static List<Integer> underWay(Connection connection) throws SQLException {
        return Sql.of("""
                        select id
                        from ingest.run
                        where state in ('QUEUED', 'RUNNING', 'CANCELLING')
                        order by id
                        """).list(connection, row -> row.getInt("id"));
    }
}
