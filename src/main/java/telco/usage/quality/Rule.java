package telco.usage.quality;

import java.util.List;

/**
 * A check that is written as SQL.
 *
 * @param name in snake case, that of its file
 * @param when in which step its figures are known
 * @param limits which of its counts are a finding
 * @param message of the finding, with placeholders like {count}
 * @param statement gives one row with {@code count} and {@code checked}, and {@code detail} for the message
 * @param sampleKinds which of the rows that were remembered show the problem
 * @param sampleStatement gives rows with {@code line_number} and {@code record} that do; null when kinds say enough
 */
record Rule(
        String name,
        When when,
        Limits limits,
        String message,
        String statement,
        List<String> sampleKinds,
        String sampleStatement) {

    /** When a rule can be asked. */
    enum When {
        /** When all rows are staged. */
        STAGED,
        /** In PUBLISH's transaction, when it is known what becomes of each row. */
        PUBLICATION
    }

    Rule with(Limits other) {
        return new Rule(name, when, other, message, statement, sampleKinds, sampleStatement);
    }
}
