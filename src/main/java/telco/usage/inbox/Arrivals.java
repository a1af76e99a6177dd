package telco.usage.inbox;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jboss.logging.Logger;
import telco.usage.time.Monotonic;

/**
 * Watches the inbox and tells which files are complete. By a clock that nobody sets and by what we saw ourselves: a file's
 * time may come from another machine, or be that of the original, and says nothing about whether it is still being
 * written. By looking again and again, for no file system of another machine tells what happens in it.
 */
@Singleton
final class Arrivals {

    private static final Logger LOG = Logger.getLogger(Arrivals.class);

    /** From then on it is said of a file that what belongs to it does not come. */
    private static final Duration PATIENCE = Duration.ofHours(1);

    private record Arrival(WaitingFile file, Instant firstSeen, Instant unchangedSince) {

        boolean isUnchangedFor(Duration period, Instant now) {
            return !unchangedSince.plus(period).isAfter(now);
        }
    }

    private final InboxFolders folders;
    private final Endings endings;
    private final InboxMode mode;
    private final Duration quietPeriod;
    private final Clock clock;
    private final Oddities oddities = new Oddities(LOG);
    private Map<Path, Arrival> arrivals = Map.of();
    private volatile Instant oldestFirstSeen;
    private volatile int waiting;

    Arrivals(InboxFolders folders, InboxConfig config, @Monotonic Clock clock) {
        this.folders = folders;
        this.endings = folders.endings();
        this.mode = config.mode();
        this.quietPeriod = config.quietPeriod();
        this.clock = clock;
    }

    /** Looks at the folder again and returns what has come as a whole, oldest first. */
    List<Delivery> complete() throws IOException {
        Instant now = clock.instant();
        Map<Path, String> odd = new TreeMap<>();
        arrivals = look(now, odd);
        oldestFirstSeen = arrivals.values().stream()
                .map(Arrival::firstSeen)
                .min(Comparator.naturalOrder())
                .orElse(null);
        waiting = arrivals.size();
        List<Delivery> complete = new ArrayList<>();
        for (Arrival arrival : arrivals.values()) {
            Optional<String> ending = endings.of(arrival.file().name());
            if (ending.isPresent()) {
                missData(arrival, ending.get(), now, odd);
            } else {
                judge(arrival, now, odd).ifPresent(complete::add);
            }
        }
        oddities.tell(odd);
        complete.sort(
                Comparator.comparing((Delivery delivery) -> delivery.data().modified())
                        .thenComparing(delivery -> delivery.data().path()));
        return complete;
    }

    /** How long the file that has waited longest is known to be there; zero when none waits. */
    Duration oldestFileAge() {
        Instant since = oldestFirstSeen;
        return since == null ? Duration.ZERO : Duration.between(since, clock.instant());
    }

    /** How many files were there when it last looked, those that say something of another included. */
    int waiting() {
        return waiting;
    }

    private Map<Path, Arrival> look(Instant now, Map<Path, String> odd) throws IOException {
        Map<Path, Arrival> seen = new HashMap<>();
        for (Path path : InboxFolders.entriesOf(folders.incoming())) {
            if (TemporaryName.is(path.getFileName().toString()) || folders.isOwn(path)) {
                continue;
            }
            try {
                Optional<WaitingFile> file = WaitingFile.look(path);
                file.ifPresentOrElse(
                        each -> seen.put(path, see(each, now)),
                        () -> odd.put(path, "is a folder, a link, a pipe or the like: the inbox leaves it alone"));
            } catch (NoSuchFileException e) {
                // Taken by another instance, or withdrawn, since the folder was listed: not there, then.
            }
        }
        return seen;
    }

    private Arrival see(WaitingFile file, Instant now) {
        Arrival before = arrivals.get(file.path());
        if (before == null) {
            return new Arrival(file, now, now);
        }
        return new Arrival(file, before.firstSeen(), before.file().equals(file) ? before.unchangedSince() : now);
    }

    /** The delivery that the data file is, if that is complete. */
    private Optional<Delivery> judge(Arrival data, Instant now, Map<Path, String> odd) {
        List<Arrival> parts = new ArrayList<>(List.of(data));
        boolean hasRequired = endings.required() == null;
        for (String ending : endings.all()) {
            Path other = data.file().path().resolveSibling(data.file().name() + ending);
            Arrival beside = arrivals.get(other);
            if (beside != null) {
                parts.add(beside);
                hasRequired |= ending.equals(endings.required());
            } else if (odd.containsKey(other)) {
                // It may say something of the file, and cannot be read: better no load than one that nobody has
                // checked.
                return Optional.empty();
            }
        }
        if (!hasRequired) {
            if (data.isUnchangedFor(PATIENCE, now)) {
                odd.put(data.file().path(), "waits for the file beside it with the ending " + endings.required());
            }
            return Optional.empty();
        }
        if (!parts.stream().allMatch(part -> isSettled(part, now))) {
            return Optional.empty();
        }
        return Optional.of(new Delivery(
                data.file(), parts.stream().skip(1).map(Arrival::file).toList()));
    }

    private boolean isSettled(Arrival part, Instant now) {
        return switch (mode) {
            case QUIET, CONTROL_FILE -> part.isUnchangedFor(quietPeriod, now);
            // Who says that it is done is believed, if it looks the same twice.
            case DONE_FILE -> part.unchangedSince().isBefore(now);
        };
    }

    private void missData(Arrival beside, String ending, Instant now, Map<Path, String> odd) {
        String name = beside.file().name();
        Path data = beside.file().path().resolveSibling(name.substring(0, name.length() - ending.length()));
        if (!arrivals.containsKey(data) && beside.isUnchangedFor(PATIENCE, now)) {
            odd.put(beside.file().path(), "lies in the inbox without the file that it belongs to");
        }
    }
}
