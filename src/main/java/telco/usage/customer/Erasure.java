package telco.usage.customer;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What was erased of a customer.
 *
 * @param facts events
 * @param rejects records that were kept aside
 * @param samples records that were shown with findings
 * @param alerts alerts that quoted a record; they stay, without the quote
 * @param heldRuns runs that a check had stopped and whose rows cannot be published any more
 * @param runsUnderWay runs that were not done: what they bring of the customer comes after the erasure
 */
@Schema(description = "What was erased of a customer, counted.")
record Erasure(
        @Schema(description = "Events.") long facts,

        @Schema(description = "Records that were kept aside.")
        long rejects,

        @Schema(description = "Records that were shown with findings.")
        long samples,

        @Schema(description = "Alerts that quoted a record; they stay, without the quote.")
        long alerts,

        @Schema(
                description =
                        "Runs that a check had stopped, with rows of the customer: they cannot be released any more. Submit their files again.")
        List<Integer> heldRuns,

        @Schema(
                description =
                        "Runs that were not done. Ask again when they are: what they bring of the customer comes after the erasure.")
        List<Integer> runsUnderWay) {

    /** How much it was, without saying of whom. */
    String counts() {
        return "%d events, %d rejects and %d samples were erased, %d alerts blanked, %d held runs given up"
                .formatted(facts, rejects, samples, alerts, heldRuns.size());
    }
}
