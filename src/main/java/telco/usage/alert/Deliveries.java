package telco.usage.alert;

import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import telco.usage.jdbc.Database;
import telco.usage.jdbc.Sql;
import telco.usage.run.AlertDelivery.Channel;
import telco.usage.run.Severity;

/** The deliveries that wait, as their senders see them: no two get the same, and one whose sender died is taken again. */
@Singleton
final class Deliveries {

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(15);

    private final Database database;
    private final Outbox outbox;
    private final AlertConfig config;

    Deliveries(Database database, Outbox outbox, AlertConfig config) {
        this.database = database;
        this.outbox = outbox;
        this.config = config;
    }

    /** Takes the delivery that is due the longest, for as long as its sender can need. */
    Optional<Delivery> claim(Channel channel) {
        Duration lease = config.timeout().plus(config.webhookTimeout()).multipliedBy(4);
        return database.withConnection(
                connection -> Sql.of("""
                        update ingest.alert_delivery d
                        set attempts = attempts + 1, claimed_until = clock_timestamp() + make_interval(secs => ?)
                        from ingest.alert a
                        where a.id = d.alert_id
                          and d.id = (
                            select id
                            from ingest.alert_delivery
                            where state = 'PENDING' and channel = ? and next_attempt_at <= clock_timestamp()
                              and (claimed_until is null or claimed_until < clock_timestamp())
                            order by next_attempt_at, id
                            for update skip locked
                            limit 1)
                        returning d.id, d.channel, d.target, d.attempts, a.kind, a.audience, a.severity, a.run_id,
                                  a.occurred_at, a.notice
                        """, lease.toMillis() / 1000.0, channel).first(connection, this::delivery));
    }

    private Delivery delivery(ResultSet row) throws SQLException {
        return new Delivery(
                row.getLong("id"),
                Alert.Kind.valueOf(row.getString("kind")),
                Audience.valueOf(row.getString("audience")),
                Severity.valueOf(row.getString("severity")),
                row.getObject("run_id", Integer.class),
                Sql.instant(row, "occurred_at"),
                new Target(Channel.valueOf(row.getString("channel")), row.getString("target")),
                row.getInt("attempts"),
                outbox.read(row.getString("notice")));
    }

    /** The other side has taken it. */
    void sent(Delivery delivery) {
        database.inTransaction(connection -> Sql.of("""
                        update ingest.alert_delivery
                        set state = 'SENT', ended_at = clock_timestamp(), claimed_until = null, last_error = null
                        where id = ?
                        """, delivery.id()).update(connection));
    }

    /**
     * The other side has not taken it: it is tried again, each time a while later, until it is given up.
     *
     * @param leastPause what the other side asks for; null when it has not
     * @return whether it is given up
     */
    boolean failed(Delivery delivery, String reason, Duration leastPause) {
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(delivery.attempt() - 1, 10));
        pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
        pause = leastPause != null && leastPause.compareTo(pause) > 0 ? leastPause : pause;
        double seconds = pause.toMillis() / 1000.0;
        return database.fromTransaction(
                connection -> Sql.of("""
                        update ingest.alert_delivery d
                        set state = case when given_up then 'FAILED' else 'PENDING' end,
                            ended_at = case when given_up then clock_timestamp() end,
                            next_attempt_at = clock_timestamp() + make_interval(secs => ?),
                            claimed_until = null, last_error = ?
                        from (
                            select clock_timestamp() - occurred_at > make_interval(secs => ?) as given_up, id
                            from ingest.alert
                        ) a
                        where a.id = d.alert_id and d.id = ?
                        returning d.state
                        """, seconds, reason, config.giveUpAfter().toMillis() / 1000.0, delivery.id())
                        .one(connection, row -> row.getString("state").equals("FAILED")));
    }

    /** How many of a channel wait, tried or not. */
    long pending(Channel channel) {
        return database.withConnection(connection -> Sql.of(
                        "select count(*) as pending from ingest.alert_delivery where state = 'PENDING' and channel = ?",
                        channel)
                .one(connection, row -> row.getLong("pending")));
    }

    void sumUp() {
        database.inTransaction(outbox::sumUp);
    }
}
