package telco.usage.warehouse;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import telco.usage.testing.Api;
import telco.usage.testing.ServiceUnderTest;
import telco.usage.testing.Warehouse;

/** The views about customers, as an analyst asks them. */
@QuarkusTest
@WithTestResource(ServiceUnderTest.class)
class CustomerViewsTest {

    private static final String MOVEMENT = """
            select month, active_customers, new_customers, returned_customers, lost_customers
            from analytics_customer_movement
            order by month
            """;

    @BeforeEach
    void emptyWarehouse() {
        Warehouse.clear();
    }

    private static String event(int customer, String month, String plan, String charge) {
        return "%d,%s-10T10:00:00.000Z,DATA,%s,0,0,5,%s,%s\n".formatted(customer, month, plan, charge, month);
    }

    @Test
    void topCustomers_areRankedByTheirChargeInTheMonth() {
        Api.load(
                "charges.csv",
                event(1, "2026-01", "7", "0.5")
                        + event(1, "2026-01", "8", "0.25")
                        + event(2, "2026-01", "7", "2")
                        + event(3, "2026-01", "7", "0.75")
                        + event(4, "2026-01", "", "0.125")
                        + event(4, "2026-02", "7", "9"));
        assertThat(Warehouse.rows("""
                                select charge_rank, customer_id, event_count, total_duration, total_charge
                                from analytics_top_customers
                                where month = '2026-01'
                                order by charge_rank, customer_id
                                """))
                .containsExactly(
                        "1|2|1|5|2.00000000", "2|1|2|10|0.75000000", "2|3|1|5|0.75000000", "4|4|1|5|0.12500000");
    }

    @Test
    void planChanges_areTheDaysOnWhichAnotherPlanBegins() {
        Api.load(
                "plans.csv",
                event(1, "2026-01", "7", "1")
                        + event(1, "2026-02", "7", "1")
                        + event(1, "2026-04", "8", "1")
                        + event(2, "2026-01", "9", "1")
                        + event(2, "2026-02", "9", "1")
                        + event(2, "2026-02", "3", "1")
                        + event(2, "2026-03", "3", "1")
                        + event(2, "2026-05", "9", "1")
                        + event(3, "2026-01", "", "1")
                        + event(3, "2026-02", "7", "1"));
        assertThat(Warehouse.rows("""
                                select customer_id, changed_on, previous_rate_plan_id, rate_plan_id
                                from analytics_plan_changes
                                order by customer_id, changed_on
                                """)).containsExactly("1|2026-04-10|7|8", "2|2026-02-10|9|3", "2|2026-05-10|3|9");
        assertThat(Warehouse.rows("""
                                select customer_id, first_seen, last_seen, rate_plan_id
                                from dim_customer
                                order by customer_id
                                """))
                .containsExactly("1|2026-01-10|2026-04-10|8", "2|2026-01-10|2026-05-10|9", "3|2026-01-10|2026-02-10|7");
    }

    @Test
    void movement_countsWhoCameStayedAndLeft_alsoOverTheTurnOfTheYear() {
        Api.load(
                "movement.csv",
                event(1, "2025-12", "7", "1")
                        + event(2, "2025-12", "7", "1")
                        + event(1, "2026-01", "7", "1")
                        + event(3, "2026-01", "7", "1")
                        + event(2, "2026-02", "7", "1"));
        assertThat(Warehouse.rows(MOVEMENT)).containsExactly("2025-12|2|2|0|0", "2026-01|2|1|0|1", "2026-02|1|0|1|2");
    }

    @Test
    void monthWithoutAnyUsage_isLeftOut() {
        Api.load("gap.csv", event(1, "2026-01", "7", "1") + event(1, "2026-03", "7", "1"));
        assertThat(Warehouse.rows(MOVEMENT)).containsExactly("2026-01|1|1|0|0", "2026-03|1|0|1|0");
    }

    @Test
    void revertedRun_leavesNothingInAnyView() {
        int id = Api.load("once.csv", event(1, "2026-01", "7", "1") + event(1, "2026-02", "8", "1"))
                .getInt("id");
        Api.revert(id);
        assertThat(Warehouse.count("analytics_top_customers")).isZero();
        assertThat(Warehouse.count("analytics_plan_changes")).isZero();
        assertThat(Warehouse.count("analytics_customer_movement")).isZero();
    }

    @Test
    void everyViewAndDimension_saysWhatItShows() {
        assertThat(Warehouse.rows("""
                                select relname
                                from pg_class
                                where relnamespace = 'public'::regnamespace and relkind in ('v', 'r')
                                  and obj_description(oid, 'pg_class') is null
                                """)).isEmpty();
        assertThat(Warehouse.rows("""
                                select relname, attname
                                from pg_class
                                join pg_attribute on attrelid = pg_class.oid and attnum > 0 and not attisdropped
                                where relnamespace = 'public'::regnamespace and relkind in ('v', 'r')
                                  and col_description(pg_class.oid, attnum) is null
                                """)).as("columns without a comment").isEmpty();
    }
}
