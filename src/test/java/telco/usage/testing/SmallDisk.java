package telco.usage.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** A file system in memory of a given size. Only root can make one: for others, a test that wants it is skipped. */
public record SmallDisk(Path path) implements AutoCloseable {

    private static final int PART_BYTES = 64 * 1024;

    public static SmallDisk mount(Path path, int bytes) {
        Assumptions.assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=" + bytes + ",mode=0777", "tmpfs", path.toString()),
                "SKIPPED, NOT PROVEN: this user may not mount a small file system");
        return new SmallDisk(path);
    }

    public void remount(String option) {
        if (!run("mount", "-o", "remount," + option, path.toString())) {
            throw new IllegalStateException("cannot remount " + path + " as " + option);
        }
    }

    /** Takes all the room there is, but for so many bytes. */
    public void fillUpTo(long bytesLeft) throws IOException {
        long room = Files.getFileStore(path).getUsableSpace() - bytesLeft;
        byte[] part = new byte[PART_BYTES];
        try (OutputStream out = Files.newOutputStream(ballast())) {
            for (; room > 0; room -= part.length) {
                out.write(part, 0, (int) Math.min(part.length, room));
            }
        }
    }

    /** Gives back what {@link #fillUpTo} has taken. */
    public void makeRoom() throws IOException {
        Files.delete(ballast());
    }

    private Path ballast() {
        // Hidden: what lies in an inbox and has a leading dot is nobody's file yet.
        return path.resolve(".ballast");
    }

    @Override
    public void close() {
        if (!run("umount", "-l", path.toString())) {
            throw new IllegalStateException("cannot unmount " + path);
        }
    }

    private static boolean run(String... command) {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
