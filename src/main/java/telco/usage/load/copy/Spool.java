package telco.usage.load.copy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import telco.usage.run.RunErrorCode;
import telco.usage.run.RunFailedException;

/** The rows of one file on their way: checked, told apart by day, not yet sorted. */
final class Spool implements AutoCloseable {

    private final Path directory;
    private final int maxDays;
    private final String fileName;
    private final Map<Long, SpooledDay> days = new TreeMap<>();

    private Spool(Path directory, int maxDays, String fileName) {
        this.directory = directory;
        this.maxDays = maxDays;
        this.fileName = fileName;
    }

    /**
     * Prepares to spool a file.
     *
     * @param needed how much room it will take, by what is known now
     * @throws RunFailedException when the directory cannot be used, or is too small for the file
     */
    static Spool open(Path directory, int maxDays, String fileName, long needed) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw unusable(directory, e);
        }
        Spool spool = new Spool(directory, maxDays, fileName);
        spool.requireRoom(needed);
        return spool;
    }

    /** The room for a text of this length. A spooled row is a tenth longer than a typical record, the rest is for shorter ones. */
    static long bytesFor(long textBytes) {
        return textBytes + textBytes / 4;
    }

    /** The room that it takes with a copy of the text itself. */
    static long bytesForCopied(long textBytes) {
        return bytesFor(textBytes) + textBytes;
    }

    /**
     * Looks whether there is so much room left.
     *
     * @throws RunFailedException when there is not
     */
    void requireRoom(long needed) {
        try {
            long usable = Files.getFileStore(directory).getUsableSpace();
            if (usable < needed) {
                throw new RunFailedException(
                        RunErrorCode.SPOOL_UNUSABLE,
                        "%s needs %d MB in %s (SPOOL_DIR), which has %d MB left. Make room and submit it again."
                                .formatted(
                                        fileName,
                                        needed >> 20,
                                        directory.toAbsolutePath().normalize(),
                                        usable >> 20));
            }
        } catch (IOException e) {
            throw unusable(directory, e);
        }
    }

    /** A file for what goes with the load. */
    FileChannel temporaryFile() {
        try {
            return TemporaryFile.in(directory);
        } catch (IOException e) {
            throw unusable(directory, e);
        }
    }

    static RunFailedException unusable(Path directory, IOException e) {
        return new RunFailedException(
                RunErrorCode.SPOOL_UNUSABLE,
                "%s (SPOOL_DIR) cannot be used: %s. Submit the file again when that is mended."
                        .formatted(directory.toAbsolutePath().normalize(), e),
                e);
    }

    Path directory() {
        return directory;
    }

    /** The rows of this day, from when it is first asked for; empty when that would be more days than allowed. */
    synchronized Optional<SpooledDay> day(long epochDay) {
        SpooledDay day = days.get(epochDay);
        if (day == null) {
            if (days.size() == maxDays) {
                return Optional.empty();
            }
            try {
                day = new SpooledDay(epochDay, directory);
            } catch (IOException e) {
                throw unusable(directory, e);
            }
            days.put(epochDay, day);
        }
        return Optional.of(day);
    }

    /** All days, oldest first. */
    synchronized List<SpooledDay> days() {
        return new ArrayList<>(days.values());
    }

    @Override
    public void close() {
        for (SpooledDay day : days()) {
            try {
                day.close();
            } catch (IOException e) {
                throw unusable(directory, e);
            }
        }
    }
}
