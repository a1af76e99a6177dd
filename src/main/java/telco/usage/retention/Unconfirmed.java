package telco.usage.retention;

/** What is told of a plan that somebody has to confirm. */
final class Unconfirmed {

    private Unconfirmed() {}

    static String sentence(RetentionPlan plan) {
        return "RETENTION_PERIOD_MONTHS=%d would remove %d of %d rows, so nothing is removed until somebody confirms it."
                .formatted(plan.periodMonths(), plan.rows(), plan.totalRows());
    }

    /** @param publicUrl where readers find this service */
    static String advice(RetentionPlan plan, String publicUrl) {
        return "If it is meant: curl -H 'X-Actor: …' -H 'Content-Type: application/json' -d '{\"periodMonths\": %d, \"why\": \"…\"}' %s/retention/confirm"
                .formatted(plan.periodMonths(), publicUrl.replaceFirst("/+$", ""));
    }
}
