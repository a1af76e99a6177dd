package telco.usage.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileMoveTest {

    @TempDir
    Path folder;

    private Path from;
    private Path to;

    @BeforeEach
    void files() throws IOException {
        from = Files.writeString(folder.resolve("from"), "content");
        to = Files.createDirectory(folder.resolve("place")).resolve("to");
    }

    @Test
    void rename_neverOverwrites() throws IOException {
        Files.writeString(to, "other");

        assertThatThrownBy(() -> FileMove.rename(from, to)).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(to).hasContent("other");
        assertThat(from).hasContent("content");
    }

    @Test
    void copyAndDelete_leavesOnlyTheCopy() throws IOException {
        FileMove.copyAndDelete(from, to);

        assertThat(from).doesNotExist();
        assertThat(to).hasContent("content");
        assertThat(names(to.getParent())).containsExactly("to");
    }

    @Test
    void copyAndDelete_removesACopyCutShort() throws IOException {
        Files.writeString(to.resolveSibling(".moving-" + "from".hashCode() + "-1.part"), "con");

        FileMove.copyAndDelete(from, to);

        assertThat(to).hasContent("content");
        assertThat(names(to.getParent())).containsExactly("to");
    }

    @Test
    void copyAndDelete_neverOverwrites() throws IOException {
        Files.writeString(to, "other");

        assertThatThrownBy(() -> FileMove.copyAndDelete(from, to)).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(to).hasContent("other");
        assertThat(from).hasContent("content");
    }

    @Test
    void copyAndDelete_followsNoLink() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), from);

        assertThatThrownBy(() -> FileMove.copyAndDelete(link, to))
                .hasMessageContaining("is no file any more but a link or the like");
        assertThat(names(to.getParent())).isEmpty();
        assertThat(link).isSymbolicLink();
        assertThat(from).hasContent("content");
    }

    @Test
    void copyAndDelete_ofWhatIsGone_saysSo() {
        assertThatThrownBy(() -> FileMove.copyAndDelete(folder.resolve("gone"), to))
                .isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void isCopy_neverOfALink() throws IOException {
        Files.writeString(to, "content");
        Path link = Files.createSymbolicLink(folder.resolve("link"), from);

        assertThat(FileMove.isCopy(link, to)).isFalse();
        assertThat(FileMove.isCopy(to, link)).isFalse();
    }

    @Test
    void isCopy_onlyOfTheSameContent() throws IOException {
        assertThat(FileMove.isCopy(from, to)).isFalse();
        Files.writeString(to, "contenT");
        assertThat(FileMove.isCopy(from, to)).isFalse();
        Files.writeString(to, "content");
        assertThat(FileMove.isCopy(from, to)).isTrue();
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
