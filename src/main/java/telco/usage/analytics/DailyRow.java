package telco.usage.analytics;

import java.math.BigDecimal;
import java.time.LocalDate;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Usage of an event type on a day. */
record DailyRow(
        @Schema(required = true, description = "The UTC day: near midnight not always the local one of the event.")
        LocalDate day,

        @Schema(required = true, description = "The event type.")
        String serviceType,

        @Schema(required = true, description = "How many events.")
        long eventCount,

        @Schema(required = true, description = "Their durations.")
        BigDecimal totalDuration,

        @Schema(required = true, pattern = Quantity.CHARGE, description = "Their charges, an exact decimal.")
        String totalCharge) {}
