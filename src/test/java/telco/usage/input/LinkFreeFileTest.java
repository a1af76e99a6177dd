package telco.usage.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinkFreeFileTest {

    @TempDir
    Path folder;

    private Path inside;
    private Path outside;

    @BeforeEach
    void createFiles() throws IOException {
        Path base = folder.toRealPath();
        inside = Files.createDirectories(base.resolve("input/2016")).resolve("usage.csv");
        outside = Files.createDirectories(base.resolve("outside")).resolve("usage.csv");
        Files.writeString(inside, "inside");
        Files.writeString(outside, "secret");
    }

    private static String content(Path path) throws IOException {
        try (FileChannel file = LinkFreeFile.open(path)) {
            ByteBuffer bytes = ByteBuffer.allocate(100);
            file.read(bytes);
            return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void file_isOpened() throws IOException {
        assertThat(content(inside)).isEqualTo("inside");
    }

    @Test
    void link_inItsPlace_isRefused() throws IOException {
        Files.delete(inside);
        Files.createSymbolicLink(inside, outside);
        assertThatThrownBy(() -> content(inside)).isInstanceOf(LinkFreeFile.LinkedException.class);
    }

    @Test
    void link_inThePlaceOfAFolder_isRefused() throws IOException {
        Files.move(inside.getParent(), inside.resolveSibling("../moved").normalize());
        Files.createSymbolicLink(inside.getParent(), outside.getParent());
        assertThatThrownBy(() -> content(inside)).isInstanceOf(LinkFreeFile.LinkedException.class);
    }

    @Test
    void file_thatIsGone_isSaidToBe() throws IOException {
        Files.delete(inside);
        assertThatThrownBy(() -> content(inside)).isInstanceOf(NoSuchFileException.class);
    }
}
