package telco.usage.inbox;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Writes a small file so that nobody ever sees a part of it: under another name, to the disk, then renamed. */
final class WholeFile {

    private WholeFile() {}

    /** @param target overwritten if it is there */
    static void write(Path target, String text) throws IOException {
        // The same name at each try, so that what a crash has left is overwritten and does not stay for ever.
        Path part = target.resolveSibling(
                ".writing-" + target.getFileName().toString().hashCode() + ".part");
        try {
            writeAndForce(part, text);
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            Files.deleteIfExists(part);
            throw e;
        }
    }

    private static void writeAndForce(Path file, String text) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }
}
