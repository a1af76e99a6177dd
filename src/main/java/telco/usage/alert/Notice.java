package telco.usage.alert;

import java.util.List;

/**
 * What is told, the same on all channels. Every text is a single line; {@link OneLine} makes one of what comes from outside.
 *
 * @param subject what tells one mail from the next in a full inbox
 * @param headline what has happened, in a sentence
 * @param error why, null when there is nothing to say
 * @param facts what it is about
 * @param counts what became of the records; empty when it is about none
 * @param problems the first few things wrong, the grave ones first
 * @param consequence what this means for the warehouse
 * @param advice what to do next
 * @param link where there is more, null when there is nothing
 */
public record Notice(
        String subject,
        String headline,
        String error,
        List<Fact> facts,
        List<Count> counts,
        List<Problem> problems,
        String consequence,
        String advice,
        String link) {

    /** Something known, with its name. */
    public record Fact(String name, String value) {}

    /** How many records had one fate, with their charge; both as they are to be printed. */
    public record Count(String name, String rows, String charge) {}

    /** Something wrong, and some of the records that show it. */
    public record Problem(String text, List<String> samples) {}

    /** The same under another subject and headline. */
    Notice headed(String otherSubject, String otherHeadline) {
        return new Notice(otherSubject, otherHeadline, error, facts, counts, problems, consequence, advice, link);
    }
}
