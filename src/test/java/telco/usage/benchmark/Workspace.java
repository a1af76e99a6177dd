package telco.usage.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import telco.usage.testing.Progress;

/** The folder on which all of the benchmark happens, and whether its disk is large enough. */
final class Workspace implements AutoCloseable {

    private static final long GIB = 1L << 30;

    // Bytes a row, measured and rounded up.
    private static final long FILE = 75;
    private static final long WAREHOUSE = 260;
    private static final long WORK_OF_A_LOAD = 600;
    private static final long WAL = 600;
    private static final long MOST_WAL = 18 * GIB;

    private final Path folder;
    private final boolean keep;

    private Workspace(Path folder, boolean keep) {
        this.folder = folder;
        this.keep = keep;
    }

    /** @throws IOException when there is not enough room, with what can be done about it */
    static Workspace open(BenchmarkSettings settings) throws IOException {
        requireSpace(settings);
        Files.createDirectories(settings.folder());
        Workspace workspace =
                new Workspace(Files.createTempDirectory(settings.folder(), "benchmark-"), settings.keep());
        Interruption.cleanUp(workspace);
        return workspace;
    }

    private static void requireSpace(BenchmarkSettings settings) throws IOException {
        Path disk = settings.folder();
        while (Files.notExists(disk)) {
            disk = disk.getParent();
        }
        long needed = GIB + bytesNeeded(settings);
        long free = Files.getFileStore(disk).getUsableSpace();
        Progress.say("needs at most %.1f GiB of %.1f GiB free in %s", gib(needed), gib(free), settings.folder());
        if (free < needed) {
            throw new IOException(
                    ("%s has %.1f GiB free, but the benchmark may need %.1f GiB. Name a folder on a larger"
                                    + " disk with -Dbenchmark.folder, or take fewer -Dbenchmark.rows or -Dbenchmark.growth=1.")
                            .formatted(settings.folder(), gib(free), gib(needed)));
        }
    }

    /** An own server's disk cannot be seen from here: only files count then. */
    private static long bytesNeeded(BenchmarkSettings settings) {
        long rows = settings.rows();
        long files = rows * 2 * FILE;
        if (settings.server().isPresent()) {
            return files + rows * WORK_OF_A_LOAD;
        }
        return files
                + rows * (settings.growth() * WAREHOUSE + WORK_OF_A_LOAD)
                + settings.weekRows() * settings.repeats() * 4 * WAREHOUSE
                + Math.min(MOST_WAL, rows * WAL);
    }

    private static double gib(long bytes) {
        return bytes / (double) GIB;
    }

    Path folder() {
        return folder;
    }

    @Override
    public void close() throws IOException {
        if (keep) {
            Progress.say("kept %s", folder);
            return;
        }
        delete();
    }

    private void delete() throws IOException {
        List<Path> all;
        try (Stream<Path> tree = Files.walk(folder)) {
            all = tree.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path each : all) {
            Files.deleteIfExists(each);
        }
    }
}
