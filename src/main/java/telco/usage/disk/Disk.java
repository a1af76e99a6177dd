package telco.usage.disk;

import java.io.File;
import java.nio.file.Path;

/**
 * The disk that a folder lies on, or will lie on once it is made.
 *
 * @param name what the folder is for
 * @param folder absolute
 */
public record Disk(String name, Path folder) {

    /** What this process may still write; 0 when nobody can tell. */
    public long freeBytes() {
        return existing().getUsableSpace();
    }

    public long sizeBytes() {
        return existing().getTotalSpace();
    }

    private File existing() {
        Path there = folder;
        while (!there.toFile().exists() && there.getParent() != null) {
            there = there.getParent();
        }
        return there.toFile();
    }
}
