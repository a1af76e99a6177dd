package telco.usage.suspense;

import telco.usage.problem.ProblemException;
import telco.usage.request.EnumParameter;
import telco.usage.run.RejectReason;
import telco.usage.run.RejectState;

/** Which rejects of a run are meant; null means any. */
record RejectSelection(RejectState state, RejectReason reason) {

    /**
     * Reads two query parameters, each null when it is missing.
     *
     * @throws ProblemException INVALID_REQUEST that names the parameter
     */
    static RejectSelection of(String state, String reason) {
        return new RejectSelection(
                EnumParameter.read(RejectState.class, "state", state),
                EnumParameter.read(RejectReason.class, "reason", reason));
    }
}
