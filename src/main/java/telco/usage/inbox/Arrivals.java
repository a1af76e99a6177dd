package telco.usage.inbox;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Watches the inbox and tells which files are complete. By our own clock and what we saw ourselves: a file's time may
 * come from another machine, or be that of the original, and says nothing about whether it is still being written.
 */
@Singleton
final class Arrivals {

    private record Arrival(WaitingFile file, Instant firstSeen, Instant unchangedSince) {}

    private final InboxFolders folders;
    private final Duration quietPeriod;
    private final Clock clock;
    private Map<Path, Arrival> arrivals = Map.of();
    private volatile Instant oldestFirstSeen;

    Arrivals(InboxFolders folders, InboxConfig config, Clock clock) {
        this.folders = folders;
        this.quietPeriod = config.quietPeriod();
        this.clock = clock;
    }

    /** Looks at the folder again and returns the files that have settled, oldest first. */
    List<WaitingFile> settled() throws IOException {
        Instant now = clock.instant();
        Map<Path, Arrival> seen = new HashMap<>();
        for (Path path : InboxFolders.filesIn(folders.incoming())) {
            if (!TemporaryName.is(path.getFileName().toString())) {
                see(path, now, seen);
            }
        }
        arrivals = seen;
        oldestFirstSeen = seen.values().stream()
                .map(Arrival::firstSeen)
                .min(Comparator.naturalOrder())
                .orElse(null);
        return seen.values().stream()
                .filter(arrival -> !arrival.unchangedSince().plus(quietPeriod).isAfter(now))
                .map(Arrival::file)
                .sorted(Comparator.comparing(WaitingFile::modified).thenComparing(WaitingFile::path))
                .toList();
    }

    /** How long the file that has waited longest is known to be there; zero when none waits. */
    Duration oldestFileAge() {
        Instant since = oldestFirstSeen;
        return since == null ? Duration.ZERO : Duration.between(since, clock.instant());
    }

    private void see(Path path, Instant now, Map<Path, Arrival> seen) throws IOException {
        try {
            WaitingFile file = WaitingFile.look(path);
            Arrival before = arrivals.get(path);
            if (before == null) {
                seen.put(path, new Arrival(file, now, now));
            } else {
                Instant since = before.file().equals(file) ? before.unchangedSince() : now;
                seen.put(path, new Arrival(file, before.firstSeen(), since));
            }
        } catch (NoSuchFileException e) {
            // Taken by another instance, or withdrawn, since the folder was listed: not there, then.
        }
    }
}
