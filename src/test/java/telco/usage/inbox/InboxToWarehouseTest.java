package telco.usage.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import telco.usage.testing.FilesBelow;
import telco.usage.testing.Gate;
import telco.usage.testing.Gate.Place;
import telco.usage.testing.ServiceUnderTest;
import telco.usage.testing.Warehouse;

/** From a file dropped to its rows and its place, by the running service. */
@QuarkusTest
@WithTestResource(ServiceUnderTest.class)
class InboxToWarehouseTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String BAD = "none,2026-03-01T10:00:00.000+02:00,DATA,7,0,0,2,0.5,2026-03\n";

    @Inject
    InboxFolders folders;

    @BeforeEach
    void emptyWarehouse() {
        Warehouse.clear();
    }

    @AfterEach
    void isConsistent() {
        Warehouse.assertConsistent();
    }

    private static String rows(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(customer -> customer + ",2026-03-01T10:00:00.000+02:00,DATA,7,0,0,2,0.5,2026-03\n")
                .collect(Collectors.joining());
    }

    /** As a provider should: written under another name, then renamed. */
    private void drop(String name, String content) throws IOException {
        Path part = Files.writeString(folders.incoming().resolve(name + ".part"), content);
        Files.move(part, folders.incoming().resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    private List<String> filesNamed(String part) {
        return FilesBelow.of(folders.incoming()).stream()
                .filter(file -> file.contains(part))
                .toList();
    }

    private static List<String> runs() {
        return Warehouse.rows("select state, error_code from ingest.run where finished_at is not null order by id");
    }

    @Test
    void fileThatIsNotWhatItsControlFileSays_isRejectedWithAReport() throws IOException {
        drop("cut_off.csv.ctl", "rows=41\ncharge=20.5\n");
        drop("cut_off.csv", rows(0, 40));
        await().atMost(PATIENCE).until(() -> filesNamed("rejected/").size() == 3);

        assertThat(runs()).containsExactly("FAILED|CONTROL_MISMATCH");
        List<String> filed = filesNamed("cut_off");
        assertThat(filed.get(0)).startsWith("rejected/").endsWith("-cut_off.csv");
        assertThat(filed.get(1)).isEqualTo(filed.get(0) + ".ctl");
        assertThat(filed.get(2)).isEqualTo(filed.get(0) + ".report.txt");
        assertThat(folders.incoming().resolve(filed.get(2)))
                .content()
                .contains("rows 41 is announced, but 40 was read; charge 20.5 is announced, but 20 was read")
                .contains("Records read      40\n");
        assertThat(Warehouse.count("public.telco_billings_usage")).isZero();
        filed.forEach(file ->
                assertThat(folders.incoming().resolve(file).toFile().delete()).isTrue());
    }

    @Test
    void fileThatIsWhatItsControlFileSays_isLoaded() throws IOException {
        long audited = Warehouse.count("ingest.audit");
        drop("whole.csv.ctl", "rows: 40\nduration: 80\n");
        drop("whole.csv", rows(0, 40));
        await().atMost(PATIENCE)
                .until(() -> filesNamed("-whole.csv").stream()
                                .filter(f -> f.startsWith("archive/"))
                                .count()
                        == 2);

        assertThat(Warehouse.rows("select check_name, found from ingest.finding"))
                .containsExactly("control_file_agrees|40");
        assertThat(Warehouse.count("public.telco_billings_usage")).isEqualTo(40);
        assertThat(Warehouse.count("ingest.audit"))
                .as("nobody has asked for it")
                .isEqualTo(audited);
    }

    @Test
    void fileThatGrowsWhileItIsLoaded_isLoadedWholeLater() throws IOException {
        Gate.build(Warehouse.console());
        try {
            try (Gate gate = Gate.close(Warehouse.console(), Place.LOAD)) {
                drop("growing.csv", rows(0, 40) + BAD);
                gate.awaitReached();
                Path processing =
                        folders.incoming().resolve(filesNamed("processing/").get(0));
                Files.writeString(processing, rows(40, 60), StandardOpenOption.APPEND);
            }
            await().atMost(PATIENCE)
                    .until(() -> runs().size() == 2
                            && filesNamed("archive/").stream().anyMatch(f -> f.endsWith("growing.csv")));
        } finally {
            Gate.demolish(Warehouse.console());
        }

        assertThat(runs()).containsExactly("FAILED|FILE_CHANGED", "SUCCEEDED_WITH_WARNINGS|");
        assertThat(Warehouse.count("public.telco_billings_usage")).isEqualTo(60);
        assertThat(filesNamed("growing")).singleElement().asString().startsWith("archive/");
    }
}
