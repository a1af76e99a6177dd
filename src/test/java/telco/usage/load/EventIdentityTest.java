package telco.usage.load;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import telco.usage.testing.ServiceUnderTest;
import telco.usage.testing.Warehouse;

@QuarkusTest
@WithTestResource(ServiceUnderTest.class)
class EventIdentityTest {

    private static final String CALL = "select public.generate_event_uuid(?, ?, ?, ?, ?)";

    private final EventIdentity identity = new EventIdentity();

    private static UsageRow random(Random random) {
        UsageRow row = new UsageRow();
        row.customerId = random.nextInt(4) == 0 ? random.nextInt(10) : random.nextInt();
        row.eventMicros = random.nextLong(-2_000_000_000_000_000L, 4_000_000_000_000_000L);
        if (random.nextBoolean()) {
            row.eventMicros -= row.eventMicros % 1_000_000;
        }
        row.eventType = List.of("DATA", "VOICE", "", "|", "é|ü", "1|2|=")
                .get(random.nextInt(6))
                .getBytes(UTF_8);
        row.hasRatePlanId = random.nextBoolean();
        row.ratePlanId = random.nextInt();
        row.hasCharge = random.nextInt(5) > 0;
        row.charge = random.nextBoolean()
                ? random.nextInt(1_000)
                : random.nextLong(-999_999_999_999_999_999L, 999_999_999_999_999_999L);
        return row;
    }

    private static String inDatabase(PreparedStatement call, UsageRow row) throws SQLException {
        call.setInt(1, row.customerId());
        call.setObject(
                2, OffsetDateTime.ofInstant(Instant.EPOCH.plus(row.eventMicros(), ChronoUnit.MICROS), ZoneOffset.UTC));
        call.setString(3, new String(row.eventType(), UTF_8));
        call.setObject(4, row.hasRatePlanId() ? row.ratePlanId() : null, Types.INTEGER);
        call.setBigDecimal(5, row.hasCharge() ? BigDecimal.valueOf(row.charge(), 8) : null);
        try (ResultSet result = call.executeQuery()) {
            result.next();
            return result.getString(1);
        }
    }

    @Test
    void javaAndSql_giveTheSameIdentity_inEverySessionsSettings() throws SQLException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<String> settings = List.of(
                "set timezone = 'UTC'",
                "set timezone = 'Europe/Athens'",
                "set timezone = 'America/St_Johns'",
                "set datestyle = 'ISO, DMY'",
                "set datestyle = 'ISO, YMD'",
                "set intervalstyle = 'iso_8601'",
                "set extra_float_digits = -15",
                "set lc_numeric = 'C'");
        try (Connection connection = Warehouse.connect();
                PreparedStatement call = connection.prepareStatement(CALL);
                Statement session = connection.createStatement()) {
            for (int i = 0; i < 4_000; i++) {
                session.execute(settings.get(random.nextInt(settings.size())));
                UsageRow row = random(random);
                String expected = inDatabase(call, row);
                byte[] hex = new byte[32];
                EventIdentity.hex(identity.of(row), 0, hex);
                assertThat(new String(hex, UTF_8)).as("seed %d: %s", seed, row).isEqualTo(expected);
            }
        }
    }

    @Test
    void chargesOfOneValue_areOne_nullAndEmptyAreTwo() {
        assertThat(uuid("1, '2016-01-01 00:00Z', 'A', 1, 0.0"))
                .isEqualTo(uuid("1, '2016-01-01 00:00Z', 'A', 1, 0.00000000"));
        assertThat(uuid("1, '2016-01-01 00:00Z', 'A', 1, 0"))
                .isNotEqualTo(uuid("1, '2016-01-01 00:00Z', 'A', 1, null"));
        assertThat(uuid("1, '2016-01-01 00:00Z', '', 1, 0")).isNotEqualTo(uuid("1, '2016-01-01 00:00Z', null, 1, 0"));
        assertThat(uuid("1, '2016-01-01 00:00Z', 'A', null, 0"))
                .isNotEqualTo(uuid("1, '2016-01-01 00:00Z', 'A', 0, 0"));
        assertThat(uuid("1, '2016-01-01 02:00+02', 'A', 1, 0")).isEqualTo(uuid("1, '2016-01-01 00:00Z', 'A', 1, 0"));
    }

    /** PostgreSQL inlines an immutable function only when every function in it is immutable too: this proves that it is. */
    @Test
    void function_isInlined() {
        List<String> plan = Warehouse.rows("explain (verbose, costs off) select public.generate_event_uuid("
                + "customer_id, event_start_time, event_type, rate_plan_id, charge) from public.telco_billings_usage");
        assertThat(String.join("\n", plan)).contains("md5(").doesNotContain("generate_event_uuid");
    }

    private static String uuid(String arguments) {
        return Warehouse.rows("select public.generate_event_uuid(" + arguments + ")")
                .get(0);
    }
}
