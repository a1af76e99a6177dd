package telco.usage.analytics;

/**
 * Which usage is meant.
 *
 * @param month the billing month, null for any
 * @param type the event type, null for any
 */
record UsageSelection(String month, String type, PlanSelection plan) {}
