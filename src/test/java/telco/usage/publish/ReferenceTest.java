package telco.usage.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import telco.usage.testing.Api;
import telco.usage.testing.ServiceUnderTest;
import telco.usage.testing.Warehouse;

/** Random files full of duplicates and conflicts, one after the other, against a few lines of Java that do the same. */
@QuarkusTest
@WithTestResource(ServiceUnderTest.class)
class ReferenceTest {

    /** What makes an event the same, and what must then agree. */
    private record Key(int customer, Instant time, String type, String plan, String charge) {}

    private record Rest(String flagOne, String flagTwo, String duration) {}

    private record Event(Key key, Rest rest) {

        String line() {
            String time = key.time().atOffset(ZoneOffset.ofHours(2)).toString().replace("+02:00", ":00+02:00");
            String month = time.substring(0, 7);
            return String.join(
                    ",",
                    "" + key.customer(),
                    time,
                    key.type(),
                    key.plan(),
                    rest.flagOne(),
                    rest.flagTwo(),
                    rest.duration(),
                    key.charge(),
                    month);
        }

        String fact() {
            return String.join(
                    "|",
                    "" + key.customer(),
                    "" + key.time().getEpochSecond(),
                    key.type(),
                    key.plan(),
                    key.charge().isEmpty()
                            ? ""
                            : key.charge() + "00000000".substring(key.charge().length() - 2),
                    rest.flagOne(),
                    rest.flagTwo(),
                    rest.duration());
        }
    }

    private static final class Reference {

        private final Map<Key, Rest> warehouse = new HashMap<>();

        Map<String, Long> load(List<Event> file) {
            Map<Key, Rest> before = Map.copyOf(warehouse);
            Map<String, Long> counts = new HashMap<>();
            Set<Event> seen = new HashSet<>();
            for (Event event : file) {
                Rest kept = warehouse.putIfAbsent(event.key(), event.rest());
                boolean again = !seen.add(event);
                String outcome = kept == null
                        ? "loaded"
                        : !kept.equals(event.rest())
                                ? "conflicting"
                                : !again && before.containsKey(event.key())
                                        ? "duplicateInWarehouse"
                                        : "duplicateInFile";
                counts.merge(outcome, 1L, Long::sum);
            }
            return counts;
        }

        Set<String> facts() {
            Set<String> facts = new TreeSet<>();
            warehouse.forEach((key, rest) -> facts.add(new Event(key, rest).fact()));
            return facts;
        }
    }

    @BeforeEach
    void emptyWarehouse() {
        Warehouse.clear();
    }

    @Test
    void randomFiles_endExactlyAsTheReference() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Reference reference = new Reference();
        for (int file = 0; file < 8; file++) {
            List<Event> events = events(random, 30 + random.nextInt(400));
            Map<String, Long> expected = reference.load(events);
            JsonPath run = Api.load(
                    "random.csv",
                    String.join("\n", events.stream().map(Event::line).toList()));
            String where = "seed " + seed + " file " + file + " " + run.prettify();
            for (String outcome : List.of("loaded", "conflicting", "duplicateInFile", "duplicateInWarehouse")) {
                assertThat(run.getLong("rows." + outcome))
                        .as(outcome + " " + where)
                        .isEqualTo(expected.getOrDefault(outcome, 0L));
            }
            assertThat(run.getString("duration.read")).as(where).isEqualTo(duration(events));
            assertThat(new TreeSet<>(facts())).as(where).isEqualTo(reference.facts());
            assertThat(Warehouse.count("ingest.reject where reason = 'KEY_CONFLICT' and run_id = " + run.getInt("id")))
                    .as(where)
                    .isEqualTo(run.getLong("rows.conflicting"));
            Warehouse.assertConsistent();
        }
    }

    @Test
    void conflict_keepsTheFirstAndTheUntouchedRecordOfTheOther() {
        String first = "7,2026-03-01T10:00:00+02:00,DATA,1,0,0,5,0.5,2026-03";
        String other = "7,2026-03-01T10:00:00.000+02:00,DATA,1,9,0,5,0.50,";
        JsonPath run = Api.load("conflict.csv", first + "\n" + other + "\n" + first + "\n");
        assertThat(run.getString("state")).isEqualTo("SUCCEEDED_WITH_WARNINGS");
        assertThat(run.getMap("rows"))
                .containsEntry("loaded", 1)
                .containsEntry("conflicting", 1)
                .containsEntry("duplicateInFile", 1);
        assertThat(run.getString("findings[0].check")).isEqualTo("key_conflicts");
        assertThat(Warehouse.rows("select billing_flag_one from public.telco_billings_usage"))
                .containsExactly("0");
        assertThat(Api.rejects(run.getInt("id")).getString("rejects[0].record")).isEqualTo(other);
    }

    private static List<Event> events(Random random, int count) {
        List<Event> events = new ArrayList<>();
        Instant start = Instant.parse("2026-01-30T21:00:00Z");
        for (int i = 0; i < count; i++) {
            Key key = new Key(
                    1 + random.nextInt(4),
                    start.plusSeconds(random.nextInt(4) * 43_200L + random.nextInt(3) * 60L),
                    random.nextBoolean() ? "DATA" : "SMS",
                    List.of("", "0", "7").get(random.nextInt(3)),
                    List.of("", "0.0", "0.5").get(random.nextInt(3)));
            Rest rest = new Rest(
                    random.nextInt(10) == 0 ? "" : "0",
                    random.nextInt(20) == 0 ? "1" : "0",
                    random.nextInt(15) == 0
                            ? ""
                            : List.of("2", "2", "2", "2", "0.1", "61.25").get(random.nextInt(6)));
            events.add(new Event(key, rest));
        }
        return events;
    }

    private static String duration(List<Event> events) {
        return events.stream()
                .map(event -> event.rest().duration())
                .filter(duration -> !duration.isEmpty())
                .map(BigDecimal::new)
                .reduce(BigDecimal.ZERO, BigDecimal::add)
                .stripTrailingZeros()
                .toPlainString();
    }

    private static List<String> facts() {
        return Warehouse.rows("""
                select customer_id, extract(epoch from event_start_time)::bigint, event_type, rate_plan_id, charge,
                       billing_flag_one, billing_flag_two, duration
                from public.telco_billings_usage
                """);
    }
}
