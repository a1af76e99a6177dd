package telco.usage.retention;

import java.time.OffsetDateTime;
import telco.usage.testing.Warehouse;

/** Lets time pass for what has been loaded: while retention is on, nothing old can be loaded. */
final class Ageing {

    private Ageing() {}

    /** Moves the customer's facts to this time in UTC, day tables and all. */
    static void move(int customer, OffsetDateTime to) {
        String time = "timestamptz '" + to + "'";
        String day = to.toLocalDate().toString();
        String table = "usage_day.telco_billings_usage_" + day.replace('-', '_');
        Warehouse.execute(
                "create table if not exists " + table + " partition of public.telco_billings_usage for values from ('"
                        + day + " 00:00Z') to ('" + to.toLocalDate().plusDays(1) + " 00:00Z')");
        Warehouse.execute("update public.telco_billings_usage set event_start_time = " + time + ", month = to_char("
                + time + " at time zone 'UTC', 'YYYY-MM') where customer_id = " + customer);
        Warehouse.recount();
    }
}
