package telco.usage.benchmark;

import java.util.Locale;

/** What the benchmark is about: a number that must not exceed the bar, and should not exceed the goal. */
enum Figure {
    COLD("cold load to SUCCEEDED / bare `COPY` of the file", 1.6, 1.2, Unit.RATIO),
    WEEK("next week, warehouse full / bare `COPY` of that file", 3, 1.5, Unit.RATIO),
    LATE_WEEK("as many new rows, every day exists / bare `COPY` of that file", 6, 4, Unit.RATIO),
    GROWN("the same in the grown warehouse / in the first", 1.15, 1.0, Unit.RATIO),
    RESEND("resend of a loaded file / bare `COPY` of it", 0.2, 0.1, Unit.RATIO),
    READER("longest wait of the reader", 250, 100, Unit.MILLIS),
    MEMORY("peak RSS of the service", 512, 384, Unit.MEBIBYTES),
    DISTRIBUTION("`analytics_usage_distribution`, median read", 100, 30, Unit.MILLIS),
    TRENDS("`analytics_monthly_trends`, median read", 100, 30, Unit.MILLIS);

    private enum Unit {
        RATIO,
        MILLIS,
        MEBIBYTES
    }

    private final String description;
    private final double bar;
    private final double goal;
    private final Unit unit;

    Figure(String description, double bar, double goal, Unit unit) {
        this.description = description;
        this.bar = bar;
        this.goal = goal;
        this.unit = unit;
    }

    String description() {
        return description;
    }

    String bar() {
        return text(bar);
    }

    String goal() {
        return text(goal);
    }

    String text(double value) {
        return switch (unit) {
            case RATIO -> String.format(Locale.ROOT, "%.2f", value);
            case MILLIS -> String.format(Locale.ROOT, "%.0f ms", value);
            case MEBIBYTES -> String.format(Locale.ROOT, "%.0f MiB", value);
        };
    }

    String verdict(double value) {
        if (value <= goal) {
            return "goal";
        }
        return value <= bar ? "bar" : "no";
    }
}
