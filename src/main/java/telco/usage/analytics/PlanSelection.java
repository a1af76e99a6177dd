package telco.usage.analytics;

import telco.usage.problem.ProblemException;

/**
 * Which rate plan is meant.
 *
 * @param any all usage, whatever its plan
 * @param id the plan, null for usage without one
 */
record PlanSelection(boolean any, Integer id) {

    private static final PlanSelection ANY = new PlanSelection(true, null);
    private static final PlanSelection NONE = new PlanSelection(false, null);

    /**
     * Reads the query parameter, null when it is missing.
     *
     * @throws ProblemException INVALID_REQUEST that names the parameter
     */
    static PlanSelection of(String text) {
        if (text == null) {
            return ANY;
        }
        if (text.equals("none")) {
            return NONE;
        }
        if (!text.matches("-?[0-9]{1,10}") || Long.parseLong(text) != (int) Long.parseLong(text)) {
            throw ProblemException.invalid(
                    "plan", "must be the number of a rate plan, or none for usage without a plan");
        }
        return new PlanSelection(false, Integer.valueOf(text));
    }
}
