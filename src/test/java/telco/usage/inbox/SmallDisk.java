package telco.usage.inbox;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** A file system in memory of a given size. Only root can make one: for others, a test that wants it is skipped. */
record SmallDisk(Path path) implements AutoCloseable {

    static SmallDisk mount(Path path, int bytes) {
        Assumptions.assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=" + bytes, "tmpfs", path.toString()),
                "SKIPPED, NOT PROVEN: this user may not mount a small file system");
        return new SmallDisk(path);
    }

    void remount(String option) {
        if (!run("mount", "-o", "remount," + option, path.toString())) {
            throw new IllegalStateException("cannot remount " + path + " as " + option);
        }
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
