package telco.usage.quality;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import telco.usage.testing.Api;
import telco.usage.testing.Gate;
import telco.usage.testing.ServiceUnderTest;
import telco.usage.testing.Warehouse;

/** What is added up while rows are staged is what counting the staged rows says. */
@QuarkusTest
@WithTestResource(ServiceUnderTest.class)
class ProfileTest {

    private static final int ROWS = 5_000;

    @BeforeEach
    void emptyWarehouse() {
        Warehouse.clear();
    }

    @Test
    void profile_equalsTheStagedRows() {
        Random random = new Random(20_160_311);
        Api.load("some-days.csv", usage(random, 200, 4));
        Api.put("random.csv", usage(random, ROWS, 9).getBytes());
        int id;
        try (Gate gate = Gate.closeAtWarehouse(Warehouse.console())) {
            id = Api.submit(java.util.Map.of("path", "random.csv"));
            gate.awaitReached();
            String prefix = "stage_" + id + "_1_";
            String staged = staged(prefix);
            assertThat(Warehouse.rows(
                            "select day, event_type, row_count, total_charge::numeric(18, 8), total_duration from ingest."
                                    + prefix + "profile order by 1, 2"))
                    .isEqualTo(Warehouse.rows("""
                            select day, event_type, count(*), coalesce(sum(charge), 0)::numeric(18, 8),
                                   coalesce(sum(duration), 0)
                            from (%s) s
                            group by 1, 2
                            order by 1, 2
                            """.formatted(staged)));
            assertThat(Warehouse.rows(
                            "select day, customer_count, rate_plan_count from ingest." + prefix + "figure order by 1"))
                    .hasSize(9)
                    .isEqualTo(Warehouse.rows("""
                            select day, count(distinct customer_id), count(distinct rate_plan_id)
                            from (%s) s
                            group by 1
                            order by 1
                            """.formatted(staged)));
            assertThat(Warehouse.rows(
                            "select oddity, sum(row_count) from ingest." + prefix + "oddity group by 1 order by 1"))
                    .isEqualTo(Warehouse.rows("""
                            select oddity, count(*)
                            from (%s) s
                            cross join lateral (values
                                ('CHARGE_ON_FREE_TYPE', event_type in ('VOICE', 'SMS') and charge <> 0),
                                ('EXTREME_CHARGE', charge > 10000),
                                ('EXTREME_DURATION', duration > 86400),
                                ('NEGATIVE_CHARGE', charge < 0),
                                ('NEGATIVE_DURATION', duration < 0),
                                ('NO_BILLING_FLAG_ONE', billing_flag_one is null),
                                ('NO_BILLING_FLAG_TWO', billing_flag_two is null),
                                ('NO_CHARGE', charge is null),
                                ('NO_DURATION', duration is null),
                                ('NO_RATE_PLAN_ID', rate_plan_id is null),
                                ('UNKNOWN_EVENT_TYPE', event_type not in ('VOICE', 'DATA', 'SMS', 'MMS'))
                            ) odd (oddity, is_so)
                            where is_so
                            group by 1
                            order by 1
                            """.formatted(staged)));
        }
        Api.finished(id);
        Warehouse.assertConsistent();
    }

    private static String staged(String prefix) {
        List<String> days = Warehouse.rows("""
                select tablename, substr(tablename, length(tablename) - 9)
                from pg_tables
                where tablename like '%sday\\_%%' or tablename like '%smerge\\_%%'
                """.formatted(prefix.replace("_", "\\_"), prefix.replace("_", "\\_")));
        return days.stream()
                .map(day -> day.split("\\|"))
                .map(day -> """
                        select '%s' as day, customer_id, rate_plan_id, event_type, billing_flag_one, billing_flag_two, duration, charge
                        from ingest.%s%s""".formatted(
                        day[1].replace('_', '-'), day[0], day[0].contains("merge") ? " where not repeated" : ""))
                .collect(Collectors.joining(" union all "));
    }

    /** No duration has a fraction, for sums of those depend on their order. */
    private static String usage(Random random, int rows, int days) {
        String[] types = {"VOICE", "DATA", "SMS", "MMS", "RCS"};
        StringBuilder file = new StringBuilder();
        for (int i = 0; i < rows; i++) {
            String charge = random.nextInt(5) == 0 ? "" : String.valueOf(random.nextInt(-50, 20_000) / 4.0);
            file.append("%d,2016-01-%02dT%02d:%02d:00.000Z,%s,%s,%s,%s,%s,%s,2016-01%n"
                    .formatted(
                            random.nextInt(40),
                            1 + random.nextInt(days),
                            random.nextInt(24),
                            random.nextInt(60),
                            types[random.nextInt(types.length)],
                            random.nextInt(9) == 0 ? "" : random.nextInt(12),
                            random.nextInt(9) == 0 ? "" : random.nextInt(3),
                            random.nextInt(9) == 0 ? "" : random.nextInt(3),
                            random.nextInt(9) == 0 ? "" : random.nextInt(-5, 100_000),
                            charge));
        }
        return file.toString();
    }
}
