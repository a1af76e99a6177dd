package telco.usage.expected;

/** What one file of an expectation is for. */
enum Period {
    /** A day, {@code {yyyy-MM-dd}} or {@code {yyyyMMdd}} in the name: due on the day behind. */
    DAY,
    /** An ISO week, {@code {week}}, 2016-W09: due on the weekday behind. */
    WEEK,
    /** A month, {@code {yyyy-MM}} or {@code {yyyyMM}}: due on that day of the month behind. */
    MONTH,
    /** None: files are numbered, {@code {number}}, and one is due each day, weekday or month. */
    NUMBER
}
