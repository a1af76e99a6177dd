package telco.usage.analytics;

import java.math.BigDecimal;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Usage of an event type in a billing month. */
record TrendRow(
        @Schema(required = true, description = "Billing month.")
        String month,

        @Schema(required = true, description = "The event type.")
        String serviceType,

        @Schema(required = true, description = "How many events.")
        long eventCount,

        @Schema(
                required = true,
                description = "How many different customers. One may be in several rows, so these do not add up.")
        long customerCount,

        @Schema(required = true, description = "Their durations.")
        BigDecimal totalDuration,

        @Schema(required = true, pattern = Quantity.CHARGE, description = "Their charges, an exact decimal.")
        String totalCharge) {}
