package telco.usage.load.text;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import telco.usage.load.UsageFile;
import telco.usage.testing.Format;
import telco.usage.testing.Packed;

/** Files in other charsets, packed or not: what is read is UTF-8, or of one byte a character. */
class EncodedTextTest {

    private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");

    @TempDir
    Path folder;

    private void assertText(byte[] file, Charset declared, Charset charset, byte[] expected) throws IOException {
        Path path = Files.write(folder.resolve("usage.dat"), file);
        for (byte[] packed : List.of(file, Packed.gzip(file), Packed.zstd(file))) {
            Files.write(path, packed);
            try (UsageFile opened = UsageFile.open(path, "usage.dat", packed.length);
                    UsageText text = UsageText.open(opened, Format.USUAL.charset(declared))) {
                assertThat(text.charset()).isEqualTo(charset);
                assertThat(text.isFileItself()).isEqualTo(packed == file && file == expected);
                assertThat(text.stream().readAllBytes()).isEqualTo(expected);
                text.requireWhole();
                assertThat(text.fileBytes(expected.length)).isEqualTo(packed.length);
                assertThat(text.mark().length > 0).isEqualTo(!declared.equals(charset));
            }
        }
    }

    @Test
    void charsetsOfOneByte_areReadAsTheyAre() throws IOException {
        byte[] western = "1,gr\u00fc\u00df,\u20ac\n".getBytes(WINDOWS_1252);
        assertText(western, WINDOWS_1252, WINDOWS_1252, western);
        assertText(western, ISO_8859_1, ISO_8859_1, western);
        byte[] empty = {};
        assertThat(TextEncoding.of(empty, WINDOWS_1252)).isEqualTo(WINDOWS_1252);
    }

    @Test
    void byteOrderMark_winsOverTheDeclaredCharset() throws IOException {
        String line = "1,gr\u00fc\u00df,\ud83d\ude80\n";
        byte[] utf8 = ("\uFEFF" + line).getBytes(UTF_8);
        for (Charset declared : List.of(UTF_8, WINDOWS_1252, UTF_16LE, UTF_16)) {
            assertText(utf8, declared, UTF_8, utf8);
            assertText(("\uFEFF" + line).getBytes(UTF_16LE), declared, UTF_8, utf8);
            assertText(("\uFEFF" + line).getBytes(UTF_16BE), declared, UTF_8, utf8);
        }
    }

    @Test
    void otherCharsets_becomeUtf8() throws IOException {
        String line = "1,gr\u00fc\u00df,\ud83d\ude80\n";
        assertText(line.getBytes(UTF_16LE), UTF_16LE, UTF_8, line.getBytes(UTF_8));
        assertText(line.getBytes(UTF_16BE), UTF_16BE, UTF_8, line.getBytes(UTF_8));
        assertText(line.getBytes(UTF_16BE), UTF_16, UTF_8, line.getBytes(UTF_8));
        for (String name : List.of("Shift_JIS", "IBM037", "GB18030", "UTF-32LE")) {
            Charset charset = Charset.forName(name);
            String text = "1,2|3\\4\n" + (charset.newEncoder().canEncode('\u8868') ? "\u8868\n" : "");
            assertText(text.getBytes(charset), charset, UTF_8, text.getBytes(UTF_8));
        }
    }

    @Test
    void whatIsNoCharacter_spoilsNothingBesideIt() throws IOException {
        byte[] half = Packed.join("a".getBytes(UTF_16LE), new byte[] {0x3D, (byte) 0xD8}, "\nb\n".getBytes(UTF_16LE));
        byte[] odd = Packed.join("ab".getBytes(UTF_16LE), new byte[] {'c'});
        assertText(half, UTF_16LE, UTF_8, new byte[] {'a', (byte) 0xFF, '\n', 'b', '\n'});
        assertText(odd, UTF_16LE, UTF_8, new byte[] {'a', 'b', (byte) 0xFF});
        byte[] japanese = {'a', (byte) 0x81, '\n', 'b'};
        assertText(japanese, Charset.forName("Shift_JIS"), UTF_8, new byte[] {'a', (byte) 0xFF, '\n', 'b'});
    }

    @Test
    void longTextOfAnotherCharset_isTranscodedWhole() throws IOException {
        String line = "1,gr\u00fc\u00df,\ud83d\ude80\n";
        String text = line.repeat(900_000);
        assertText(text.getBytes(UTF_16LE), UTF_16LE, UTF_8, text.getBytes(UTF_8));
    }

    @Test
    void anyTextOfAnotherCharset_comesBackFromUtf8() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder();
        while (text.length() < 400_000) {
            text.appendCodePoint(random.nextInt(3) == 0 ? 0x1F600 + random.nextInt(50) : 'a' + random.nextInt(26));
        }
        try (TranscodedStream stream =
                new TranscodedStream(new ByteArrayInputStream(text.toString().getBytes(UTF_16LE)), UTF_16LE)) {
            assertThat(new String(stream.readAllBytes(), UTF_8))
                    .as("seed %d", seed)
                    .isEqualTo(text.toString());
        }
    }
}
