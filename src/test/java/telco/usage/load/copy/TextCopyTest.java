package telco.usage.load.copy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import telco.usage.run.RunErrorCode;
import telco.usage.run.RunFailedException;

class TextCopyTest {

    private static final byte[] LONG_TEXT = new byte[65 << 20];

    @TempDir
    Path directory;

    @Test
    void bytes_areThoseThatWereRead_andNoFileIsLeft() throws IOException {
        byte[] text = "one,two,three\n".repeat(50_000).getBytes(UTF_8);
        try (Spool spool = Spool.open(directory, 1, "usage.gz", 0);
                TextCopy copy = new TextCopy(new ByteArrayInputStream(text), spool, read -> read)) {
            assertThat(copy.readAllBytes()).isEqualTo(text);
            assertThat(new String(copy.bytes(14 * 40_000 + 4, 3), UTF_8)).isEqualTo("two");
            assertThatThrownBy(() -> copy.bytes(text.length - 1, 2))
                    .isInstanceOfSatisfying(
                            RunFailedException.class, e -> assertThat(e.code()).isEqualTo(RunErrorCode.SPOOL_UNUSABLE));
        }
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void textThatWillNotFit_failsBeforeTheDiskIsFull() throws IOException {
        try (Spool spool = Spool.open(directory, 1, "usage.gz", 0);
                TextCopy copy = new TextCopy(new ByteArrayInputStream(LONG_TEXT), spool, read -> 1L << 50)) {
            assertThatThrownBy(() -> copy.transferTo(OutputStream.nullOutputStream()))
                    .isInstanceOfSatisfying(RunFailedException.class, e -> {
                        assertThat(e.code()).isEqualTo(RunErrorCode.SPOOL_UNUSABLE);
                        assertThat(e.getMessage()).contains("usage.gz needs 24159", "MB left");
                    });
        }
    }

    @Test
    void textThatFits_isCopiedWhole() throws IOException {
        try (Spool spool = Spool.open(directory, 1, "usage.gz", 0);
                TextCopy copy = new TextCopy(new ByteArrayInputStream(LONG_TEXT), spool, read -> LONG_TEXT.length)) {
            assertThat(copy.transferTo(OutputStream.nullOutputStream())).isEqualTo(LONG_TEXT.length);
        }
    }
}
