package telco.usage.analytics;

import java.math.BigDecimal;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Usage of an event type on a rate plan. */
record DistributionRow(
        @Schema(required = true, description = "The event type.")
        String serviceType,

        @Schema(required = true, nullable = true, description = "The rate plan, null for usage without one.")
        Integer ratePlanId,

        @Schema(required = true, description = "How many events.")
        long eventCount,

        @Schema(required = true, description = "Their durations.")
        BigDecimal totalDuration,

        @Schema(required = true, pattern = Quantity.CHARGE, description = "Their charges, an exact decimal.")
        String totalCharge,

        @Schema(
                required = true,
                description = "How many different customers. One may be in several rows, so these do not add up.")
        long customerCount) {}
