package telco.usage.warehouse;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import telco.usage.testing.Warehouse;

/** The facts and their dimensions as the database's own catalog has them, and how they are joined. */
record StarSchema(Map<String, Table> tables) {

    static final String FACTS = "telco_billings_usage";

    /**
     * No foreign key says so, see V14: this list does, and StarSchemaTest asks the data.
     *
     * @param optional an event may have none
     */
    record Join(String factColumn, String dimension, String dimensionColumn, boolean optional, String condition) {}

    static final List<Join> JOINS = List.of(
            new Join("customer_id", "dim_customer", "customer_id", false, "customer_id"),
            new Join(
                    "customer_id",
                    "dim_customer_plan",
                    "customer_id",
                    true,
                    "customer_id, and valid_from <= day < valid_to"),
            new Join("rate_plan_id", "dim_rate_plan", "rate_plan_id", true, "rate_plan_id, when the event has one"),
            new Join("event_start_time", "dim_date", "starts_at", false, "starts_at <= event_start_time < ends_at"),
            new Join("event_type", "dim_service_type", "service_type", false, "event_type = service_type"));

    /** @param comment empty when it has none */
    record Column(String name, String type, boolean key, boolean nullable, String comment) {}

    record Table(String name, String comment, List<Column> columns) {}

    static StarSchema read() {
        Map<String, Table> tables = new LinkedHashMap<>();
        for (String row : Warehouse.rows("""
                select relname, coalesce(obj_description(oid, 'pg_class'), '')
                from pg_class
                where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
                  and (relname = 'telco_billings_usage' or relname like 'dim\\_%')
                order by relname
                """)) {
            String[] table = row.split("\\|", 2);
            tables.put(table[0], new Table(table[0], table[1], columns(table[0])));
        }
        return new StarSchema(tables);
    }

    private static List<Column> columns(String table) {
        List<Column> columns = new ArrayList<>();
        for (String row : Warehouse.rows("""
                select a.attname, format_type(a.atttypid, a.atttypmod), coalesce(a.attnum = any (i.indkey), false),
                       not a.attnotnull, coalesce(col_description(a.attrelid, a.attnum), '')
                from pg_attribute a
                left join pg_index i on i.indrelid = a.attrelid and i.indisprimary
                where a.attrelid = 'public.%s'::regclass and a.attnum > 0 and not a.attisdropped
                order by a.attnum
                """.formatted(table))) {
            String[] column = row.split("\\|", 5);
            columns.add(new Column(
                    column[0], shortType(column[1]), column[2].equals("t"), column[3].equals("t"), column[4]));
        }
        return columns;
    }

    private static String shortType(String type) {
        return type.replace("timestamp with time zone", "timestamptz")
                .replace("double precision", "float8")
                .replace("character varying", "varchar");
    }

    Table table(String name) {
        return tables.get(name);
    }
}
