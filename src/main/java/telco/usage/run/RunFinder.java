package telco.usage.run;

import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.regex.Pattern;
import telco.usage.problem.ProblemCode;
import telco.usage.problem.ProblemException;

/** Finds the run that an address names. */
@Singleton
public final class RunFinder {

    private static final Pattern ID = Pattern.compile("[1-9][0-9]{0,9}");

    private final Runs runs;

    RunFinder(Runs runs) {
        this.runs = runs;
    }

    /**
     * The run with this id as it stands in an address.
     *
     * @throws ProblemException RUN_NOT_FOUND, also for what is no id at all
     */
    public Run find(String id) {
        return (isId(id) ? runs.find((int) Long.parseLong(id)) : Optional.<Run>empty())
                .orElseThrow(RunFinder::notFound);
    }

    static ProblemException notFound() {
        return new ProblemException(
                ProblemCode.RUN_NOT_FOUND, "There is no run with this id. GET /runs lists those there are.");
    }

    private static boolean isId(String id) {
        return ID.matcher(id).matches() && Long.parseLong(id) <= Integer.MAX_VALUE;
    }
}
