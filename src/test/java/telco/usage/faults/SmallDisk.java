package telco.usage.faults;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A file system in memory with an end, which a test can fill and empty. Mounting one takes root: elsewhere the test is skipped. */
final class SmallDisk implements AutoCloseable {

    private static final int MEGABYTE = 1 << 20;

    private final Path directory;

    private SmallDisk(Path directory) {
        this.directory = directory;
    }

    static SmallDisk mount(Path directory, int megabytes) throws IOException {
        int exit = run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m,mode=0777", "none", directory.toString());
        if (exit != 0) {
            System.err.println("SKIPPED: a test of full disks, because this user may not mount a file system");
        }
        assumeTrue(exit == 0, "may mount a file system");
        return new SmallDisk(directory);
    }

    private static int run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).inheritIO().start();
        try {
            if (!process.waitFor(1, TimeUnit.MINUTES)) {
                throw new IOException(String.join(" ", command) + " does not end");
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /** Leaves no room at all. */
    void fill() throws IOException {
        fillUpTo(0);
    }

    /** Leaves only so much room. */
    void fillUpTo(int megabytes) throws IOException {
        long left = Files.getFileStore(directory).getUsableSpace() - (long) megabytes * MEGABYTE;
        byte[] part = new byte[64 * 1024];
        try (OutputStream out = Files.newOutputStream(ballast())) {
            for (; left > 0; left -= part.length) {
                out.write(part, 0, (int) Math.min(part.length, left));
            }
        }
    }

    void makeRoom() throws IOException {
        Files.delete(ballast());
    }

    private Path ballast() {
        // Hidden: what lies in an inbox and has a leading dot is nobody's file yet.
        return directory.resolve(".ballast");
    }

    @Override
    public void close() throws IOException {
        run("umount", "--lazy", directory.toString());
    }
}
