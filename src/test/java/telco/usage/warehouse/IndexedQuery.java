package telco.usage.warehouse;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import telco.usage.testing.Warehouse;

/**
 * A query of users or of the service itself, and the index that it lives on.
 *
 * @param name what is asked
 * @param index as it stands in the plan: of the facts, or of the table; a sequential scan where that is right
 * @param why in one sentence
 */
record IndexedQuery(String name, String sql, String index, String why) {

    private static final Pattern DAY = Pattern.compile("telco_billings_usage_[0-9]{4}_[0-9]{2}_[0-9]{2}");
    private static final Pattern ALIAS = Pattern.compile("(" + DAY + ") telco_billings_usage(_[0-9]+)?");

    /** The planner's choice, line by line, with days' indexes called by the names that they have in the facts. */
    List<String> plan() {
        List<String> plan = Warehouse.rows("explain (costs off) " + sql);
        for (String names : Warehouse.rows("""
                select child.relname, parent.relname
                from pg_inherits
                join pg_class child on child.oid = inhrelid and child.relkind = 'i'
                join pg_class parent on parent.oid = inhparent
                """)) {
            String[] name = names.split("\\|");
            plan.replaceAll(line -> line.replace(" " + name[0] + " ", " " + name[1] + " ")
                    .replaceAll(Pattern.quote(" " + name[0]) + "$", " " + name[1]));
        }
        plan.replaceAll(line -> ALIAS.matcher(line).replaceAll("$1"));
        return plan;
    }

    /** How many days the plan looks at. */
    static long days(List<String> plan) {
        return plan.stream()
                .flatMap(line -> DAY.matcher(line).results())
                .map(day -> day.group())
                .distinct()
                .count();
    }

    /** The plan with one day of those that are looked at in the same way. */
    static List<String> trimmed(List<String> plan) {
        List<String> trimmed = new ArrayList<>();
        String shown = "";
        int more = 0;
        for (String line : plan) {
            String step = DAY.matcher(line).replaceAll("day");
            boolean ofTheShownDay = !shown.isEmpty() && indent(line) > indent(shown);
            boolean again = step.equals(shown);
            more += again ? 1 : 0;
            if (again || more > 0 && ofTheShownDay) {
                continue;
            }
            if (!ofTheShownDay) {
                endOfDays(trimmed, shown, more);
                more = 0;
                shown = step.equals(line) ? "" : step;
            }
            trimmed.add(line);
        }
        endOfDays(trimmed, shown, more);
        return trimmed;
    }

    private static void endOfDays(List<String> trimmed, String shown, int more) {
        if (more > 0) {
            trimmed.add(" ".repeat(indent(shown)) + "… and so for " + more + " more days");
        }
    }

    private static int indent(String line) {
        return line.length() - line.stripLeading().length();
    }

    String asMarkdown() {
        return "**%s.** %s%n%n```%n%s%n%n%s%n```%n"
                .formatted(name, why, sql.strip(), String.join("\n", trimmed(plan())));
    }
}
