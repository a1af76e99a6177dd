package telco.usage.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import telco.usage.sample.GeneratedUsage;
import telco.usage.sample.SampleSpec;
import telco.usage.sample.UsageGenerator;
import telco.usage.testing.OwnPostgres;
import telco.usage.testing.ServiceProcess;
import telco.usage.testing.Warehouse;

/** Providers write into the inbox as they like: what is loaded is always a whole file. */
class WriterFaults {

    private static final int TRIES = 100;
    private static final int ROWS = 300;

    /** A file is left alone for so long before it is taken; writers that do not rename pause for less than a quarter of it. */
    private static final Duration QUIET = Duration.ofSeconds(6);

    private static final Duration LONGEST_PAUSE = Duration.ofMillis(1_400);

    @TempDir
    static Path folder;

    private static OwnPostgres server;

    /** How a provider writes a file. */
    private enum Habit {
        APPENDS {
            @Override
            void write(Path file, byte[] content, Random random) throws IOException {
                append(file, content, LONGEST_PAUSE, random);
            }
        },
        PAUSES_LONG_UNDER_A_TEMPORARY_NAME {
            @Override
            void write(Path file, byte[] content, Random random) throws IOException {
                Path temporary = file.resolveSibling(file.getFileName() + ".part");
                append(temporary, content, QUIET.multipliedBy(2), random);
                Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
            }
        },
        RENAMES_TWICE {
            @Override
            void write(Path file, byte[] content, Random random) throws IOException {
                Path first = file.resolveSibling("draft-of-" + file.getFileName());
                append(first, content, LONGEST_PAUSE, random);
                Files.move(first, file, StandardCopyOption.ATOMIC_MOVE);
            }
        },
        REWRITES_IN_PLACE {
            @Override
            void write(Path file, byte[] content, Random random) throws IOException {
                byte[] draft = content.clone();
                Arrays.fill(draft, (byte) '7');
                append(file, draft, LONGEST_PAUSE, random);
                append(file, content, LONGEST_PAUSE, random);
            }
        },
        TRUNCATES {
            @Override
            void write(Path file, byte[] content, Random random) throws IOException {
                append(file, content, LONGEST_PAUSE, random);
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                    channel.truncate(random.nextInt(content.length));
                }
                pause(LONGEST_PAUSE, random);
                append(file, content, LONGEST_PAUSE, random);
            }
        };

        abstract void write(Path file, byte[] content, Random random) throws IOException;

        /** Writes the content from the file's start, in some pieces, over what is there. */
        private static void append(Path file, byte[] content, Duration longest, Random random) throws IOException {
            int pieces = 2 + random.nextInt(4);
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                for (int i = 0; i < pieces; i++) {
                    int from = content.length * i / pieces;
                    int length = content.length * (i + 1) / pieces - from;
                    channel.write(ByteBuffer.wrap(content, from, length));
                    if (i < pieces - 1) {
                        pause(longest, random);
                    }
                }
            }
        }

        private static void pause(Duration longest, Random random) {
            Duration pause = Duration.ofMillis(random.nextLong(longest.toMillis() + 1));
            await().atMost(pause.plusMinutes(1)).pollDelay(pause).until(() -> true);
        }
    }

    @BeforeAll
    static void start() {
        server = OwnPostgres.start(folder.resolve("server"));
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    @Test
    void whateverTheirHabits_filesAreLoadedWhole() throws IOException {
        Site site = new Site(
                folder.resolve("site"), server, "written", Map.of("INBOX_QUIET_PERIOD", QUIET.toSeconds() + "s"));
        int tries = FaultSettings.CURRENT.scaled(TRIES);
        ExecutorService writers = Executors.newFixedThreadPool(tries);
        try (Scenario scenario = FaultReport.begin("writers that append, pause, rename, rewrite and truncate");
                ServiceProcess service = site.serve("service")) {
            List<CompletableFuture<Long>> files = new ArrayList<>();
            for (int i = 0; i < tries; i++) {
                Habit habit = Habit.values()[i % Habit.values().length];
                int number = i;
                scenario.struck(habit.name().toLowerCase(Locale.ROOT).replace('_', ' '));
                files.add(CompletableFuture.supplyAsync(() -> write(site, number, habit), writers));
            }
            long rows = files.stream().mapToLong(CompletableFuture::join).sum();
            site.awaitArchived(tries);
            site.awaitNoStage();
            assertThat(site.console().rows("select distinct state from ingest.run"))
                    .containsExactly("SUCCEEDED");
            assertThat(site.console().count("ingest.run")).isEqualTo(tries);
            assertThat(site.console()
                            .count("ingest.run r join ingest.run_tally t on t.run_id = r.id"
                                    + " and t.disposition = 'READ' and t.row_count = " + ROWS))
                    .isEqualTo(tries);
            assertThat(site.console().count("public.telco_billings_usage")).isEqualTo(rows);
            Warehouse.assertConsistent(site.console());
            assertThat(service.isAlive()).isTrue();
            for (int i = 0; i < tries; i++) {
                scenario.recovered();
            }
        } finally {
            writers.shutdownNow();
        }
    }

    private static long write(Site site, int number, Habit habit) {
        Random random = new Random(FaultSettings.CURRENT.seed() + number);
        String name = "written-" + number + ".csv";
        try {
            Path prepared = site.input().resolve(name);
            GeneratedUsage usage = new UsageGenerator(SampleSpec.of(YearMonth.of(2021, 1), 1, ROWS)
                            .withSeed(FaultSettings.CURRENT.seed() * 1_000 + number)
                            .withFlaws(0, 0))
                    .writeTo(prepared);
            habit.write(site.inbox().resolve(name), Files.readAllBytes(prepared), random);
            return usage.distinct().rows();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
