package telco.usage.request;

import java.util.Arrays;
import telco.usage.problem.ProblemException;

/** Reads a parameter that has a closed set of values. */
public final class EnumParameter {

    private EnumParameter() {}

    /**
     * The constant with this name; null when {@code text} is null.
     *
     * @throws ProblemException INVALID_REQUEST that names the parameter and what it can be
     */
    public static <E extends Enum<E>> E read(Class<E> type, String parameter, String text) {
        if (text == null) {
            return null;
        }
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.name().equals(text))
                .findFirst()
                .orElseThrow(() -> ProblemException.invalid(
                        parameter, "must be one of " + Arrays.toString(type.getEnumConstants())));
    }
}
