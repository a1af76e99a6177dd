package telco.usage.alert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import telco.usage.jdbc.Sql;
import telco.usage.run.Severity;

/**
 * Where alerts are put, as part of the transaction of what they are about: they are there if and only if that is, and are
 * sent behind it, however often the process dies.
 *
 * <p>The same problem again within ALERT_GROUP_WINDOW is only counted; when the window is over, it is told how often it came.
 */
@Startup
@Singleton
public final class Outbox {

    private static final Logger LOG = Logger.getLogger(Outbox.class);

    private final AlertConfig config;
    private final Routes routes;
    private final ObjectMapper json;

    Outbox(AlertConfig config, ObjectMapper json) {
        this.config = config;
        this.routes = Routes.of(config);
        this.json = json;
    }

    private record Head(long id, Audience audience, Severity severity, Integer runId, String notice) {}

    /** Has the problem told, or counted when it was told a short time ago. */
    public void put(Connection connection, Alert alert) throws SQLException {
        lock(connection, alert.fingerprint());
        Optional<Long> told = Sql.of(
                        """
                        select id
                        from ingest.alert
                        where fingerprint = ? and kind = 'PROBLEM' and grouped_into is null and recovered_at is null
                          and occurred_at > clock_timestamp() - make_interval(secs => ?)
                        order by id desc
                        limit 1
                        """, alert.fingerprint(), config.groupWindow().toMillis() / 1000.0)
                .first(connection, row -> row.getLong("id"));
        long id = insert(connection, Alert.Kind.PROBLEM, alert, told.orElse(null));
        if (told.isEmpty()) {
            address(connection, id, alert);
        }
    }

    /**
     * Has it told that problems are over: once, and only when they were told.
     *
     * @param fingerprints of the problems that are over
     * @param runId the run that has ended them, null when it was none
     */
    public void recovered(Connection connection, List<String> fingerprints, Integer runId, Notice notice)
            throws SQLException {
        List<Head> open = Sql.of("""
                        update ingest.alert
                        set recovered_at = clock_timestamp()
                        where fingerprint = any (?) and kind = 'PROBLEM' and grouped_into is null
                          and recovered_at is null
                        returning id, audience, severity, run_id, notice
                        """, fingerprints).list(connection, Outbox::head);
        if (open.isEmpty()) {
            return;
        }
        Head gravest = open.stream().max(Comparator.comparing(Head::severity)).orElseThrow();
        Alert alert = new Alert(gravest.audience(), gravest.severity(), "recovery " + gravest.id(), runId, notice);
        address(connection, insert(connection, Alert.Kind.RECOVERED, alert, null), alert);
    }

    /** Has it told how often problems came again, of which the window is over. */
    void sumUp(Connection connection) throws SQLException {
        List<Head> heads = Sql.of("""
                        update ingest.alert a
                        set summed_up_at = clock_timestamp()
                        where kind = 'PROBLEM' and grouped_into is null and summed_up_at is null
                          and occurred_at <= clock_timestamp() - make_interval(secs => ?)
                          and exists (select from ingest.alert g where g.grouped_into = a.id)
                        returning id, audience, severity, run_id, notice
                        """, config.groupWindow().toMillis() / 1000.0).list(connection, Outbox::head);
        for (Head head : heads) {
            long times = Sql.of("select count(*) as times from ingest.alert where grouped_into = ?", head.id())
                    .one(connection, row -> row.getLong("times"));
            Notice notice = read(head.notice());
            Notice summary = notice.headed(
                    notice.subject() + ", " + times + " more",
                    "The same has happened %d more %s in %s since. The first was this:"
                            .formatted(times, times == 1 ? "time" : "times", spoken(config.groupWindow())));
            Alert alert = new Alert(head.audience(), head.severity(), "again " + head.id(), head.runId(), summary);
            address(connection, insert(connection, Alert.Kind.REPEATED, alert, null), alert);
        }
    }

    private static String spoken(Duration window) {
        return window.toMinutes() >= 1 ? window.toMinutes() + " minutes" : window.toSeconds() + " seconds";
    }

    /** One after the other: two runs that fail at once are the first and the second of the same problem. */
    private static void lock(Connection connection, String fingerprint) throws SQLException {
        Sql.of("select pg_advisory_xact_lock(hashtextextended(?, 7355608))", fingerprint)
                .first(connection, row -> null);
    }

    private long insert(Connection connection, Alert.Kind kind, Alert alert, Long groupedInto) throws SQLException {
        return Sql.of(
                        """
                        insert into ingest.alert (kind, audience, severity, fingerprint, run_id, notice, grouped_into)
                        values (?, ?, ?, ?, ?::integer, ?::jsonb, ?::bigint)
                        returning id
                        """,
                        kind,
                        alert.audience(),
                        alert.severity(),
                        alert.fingerprint(),
                        alert.runId(),
                        write(alert.notice()),
                        groupedInto)
                .one(connection, row -> row.getLong("id"));
    }

    private void address(Connection connection, long id, Alert alert) throws SQLException {
        List<Target> targets = routes.targets(alert.audience(), alert.severity());
        for (Target target : targets) {
            Sql.of(
                            "insert into ingest.alert_delivery (alert_id, channel, target) values (?, ?, ?)",
                            id,
                            target.channel(),
                            target.address())
                    .update(connection);
        }
        if (targets.isEmpty()) {
            LOG.warnf(
                    "%s Nobody is told: no receiver is set for %s",
                    alert.notice().headline(), alert.audience());
        }
    }

    private static Head head(ResultSet row) throws SQLException {
        return new Head(
                row.getLong("id"),
                Audience.valueOf(row.getString("audience")),
                Severity.valueOf(row.getString("severity")),
                row.getObject("run_id", Integer.class),
                row.getString("notice"));
    }

    /** Text that PostgreSQL refuses is not in it: {@link OneLine} has taken out what is no text. */
    private String write(Notice notice) {
        try {
            return json.writeValueAsString(notice);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a notice is plain data", e);
        }
    }

    Notice read(String notice) {
        try {
            return json.readValue(notice, Notice.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a notice that was written can be read", e);
        }
    }
}
