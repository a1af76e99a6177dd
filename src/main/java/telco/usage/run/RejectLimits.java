package telco.usage.run;

import java.math.BigDecimal;

/**
 * How much of its file a run may reject before it stops: what the request says of it.
 *
 * @param maxRejects how many records; null where MAX_REJECTS decides
 * @param maxRejectRatio which part of the records; null where MAX_REJECT_RATIO decides
 */
public record RejectLimits(Long maxRejects, BigDecimal maxRejectRatio) {

    /** A request that says nothing of it. */
    public static final RejectLimits OF_SETTINGS = new RejectLimits(null, null);
}
