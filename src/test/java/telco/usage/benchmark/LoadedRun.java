package telco.usage.benchmark;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import telco.usage.run.Amount;
import telco.usage.run.Disposition;
import telco.usage.run.Tally;

/**
 * A run as {@code GET /runs/{id}} tells of it.
 *
 * @param finishedAt null while it is not done
 */
record LoadedRun(int id, String state, boolean done, Instant finishedAt, Tally tally, List<Step> steps, String json) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** One step of the run, in wall time. */
    record Step(String name, Instant start, double seconds) {

        boolean overlaps(Instant from, Instant to) {
            Instant end = start.plus(Duration.ofMillis(Math.round(seconds * 1000)));
            return start.isBefore(to) && from.isBefore(end);
        }
    }

    static LoadedRun parse(String json) {
        try {
            JsonNode run = JSON.readTree(json);
            JsonNode finishedAt = run.path("finishedAt");
            return new LoadedRun(
                    run.required("id").asInt(),
                    run.required("state").asText(),
                    run.required("done").asBoolean(),
                    finishedAt.isTextual() ? Instant.parse(finishedAt.asText()) : null,
                    tally(run),
                    steps(run),
                    json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("not a run: " + json, e);
        }
    }

    private static Tally tally(JsonNode run) {
        Tally tally = Tally.NOTHING;
        for (Disposition disposition : Disposition.values()) {
            tally = tally.with(
                    disposition,
                    Amount.charging(
                            run.required("rows").required(disposition.key()).asLong(),
                            new BigDecimal(run.required("charge")
                                    .required(disposition.key())
                                    .asText())));
        }
        return tally;
    }

    private static List<Step> steps(JsonNode run) {
        List<Step> steps = new ArrayList<>();
        for (JsonNode step : run.path("steps")) {
            steps.add(new Step(
                    step.required("name").asText(),
                    Instant.parse(step.required("startedAt").asText()),
                    step.path("seconds").asDouble()));
        }
        return steps;
    }

    /** LOAD 12.3, QUALITY 0.4, ... */
    String stepSeconds() {
        return steps.stream()
                .map(step -> String.format(Locale.ROOT, "%s %.1f", step.name(), step.seconds()))
                .collect(Collectors.joining(", "));
    }
}
