package telco.usage.load.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import telco.usage.load.FormatConfig;
import telco.usage.load.UsageFile;
import telco.usage.run.RunErrorCode;
import telco.usage.run.RunFailedException;
import telco.usage.testing.Format;
import telco.usage.testing.Packed;

/** Files that are packed, and how they end when they are not whole, not usual, or far too much. */
class PackedTextTest {

    private static final String TEXT = IntStream.range(0, 25)
            .mapToObj(i -> i * 7919 + ",2026-01-26T07:35:34.000+02:00,DATA," + i * i + ",0,0,1,0.5,2026-01\n")
            .collect(Collectors.joining());
    private static final byte[] CONTENT = TEXT.getBytes(UTF_8);

    @TempDir
    Path folder;

    private static final Format WIDE = Format.USUAL.maxUnpacked(1L << 40, 200);

    private record Read(byte[] content, String sha256, long fileBytes) {}

    private Read read(byte[] file, FormatConfig limits) throws IOException {
        Path path = Files.write(folder.resolve("usage.dat"), file);
        try (UsageFile opened = UsageFile.open(path, "usage.dat", file.length);
                UsageText text = UsageText.open(opened, limits)) {
            byte[] content = text.stream().readAllBytes();
            text.requireWhole();
            return new Read(content, opened.sha256(), text.fileBytes(content.length));
        }
    }

    private void assertReads(byte[] file) throws Exception {
        Read read = read(file, WIDE);
        assertThat(new String(read.content(), UTF_8)).isEqualTo(TEXT);
        assertThat(read.sha256())
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(file)));
        assertThat(read.fileBytes()).isEqualTo(file.length);
    }

    private void assertFails(byte[] file, FormatConfig limits, RunErrorCode code, String... messageParts) {
        assertThatThrownBy(() -> read(file, limits)).isInstanceOfSatisfying(RunFailedException.class, e -> {
            assertThat(e.code()).as(e.getMessage()).isEqualTo(code);
            assertThat(e.getMessage()).startsWith("usage.dat").contains(messageParts);
        });
    }

    private static byte[] firstHalf() {
        return Arrays.copyOf(CONTENT, CONTENT.length / 2);
    }

    private static byte[] secondHalf() {
        return Arrays.copyOfRange(CONTENT, CONTENT.length / 2, CONTENT.length);
    }

    @Test
    void text_isTheFileItselfOrWhatIsPackedInIt() throws Exception {
        assertReads(CONTENT);
        for (byte[] packed : Packings.of(CONTENT).values()) {
            assertReads(packed);
        }
    }

    @Test
    void text_ofSeveralMembersAndFrames_isTheirContentInOrder() throws Exception {
        assertReads(Packed.join(Packed.gzip(firstHalf()), Packed.gzip(new byte[0]), Packed.gzip(secondHalf())));
        assertReads(Packed.join(
                Packed.zstdSkippable(4),
                Packed.zstd(firstHalf()),
                Packed.zstdSkippable(0),
                Packed.zstd(secondHalf()),
                Packed.zstdSkippable(100)));
    }

    @Test
    void text_ofAZip_doesNotMindFolders() throws Exception {
        Map<String, byte[]> members = new LinkedHashMap<>();
        members.put("2026/", new byte[0]);
        members.put("2026/usage.csv", CONTENT);
        members.put("empty/", new byte[0]);
        assertReads(Packed.zip(members, ZipEntry.DEFLATED));
    }

    @Test
    void cutAnywhere_fails() throws IOException {
        for (Map.Entry<String, byte[]> packing : Packings.of(CONTENT).entrySet()) {
            byte[] whole = packing.getValue();
            for (int length = 4; length < whole.length; length++) {
                byte[] cut = Arrays.copyOf(whole, length);
                assertThatThrownBy(() -> read(cut, WIDE))
                        .as("%s cut to %d of %d bytes", packing.getKey(), length, whole.length)
                        .isInstanceOfSatisfying(
                                RunFailedException.class,
                                e -> assertThat(e.code()).isEqualTo(RunErrorCode.FILE_CORRUPT));
            }
        }
    }

    @Test
    void severalMembersCutWithinOne_fail() {
        byte[] first = Packed.gzip(firstHalf());
        byte[] both = Packed.join(first, Packed.gzip(secondHalf()));
        for (int length = first.length + 1; length < both.length; length++) {
            assertFails(Arrays.copyOf(both, length), WIDE, RunErrorCode.FILE_CORRUPT, "cannot be unpacked");
        }
        byte[] frame = Packed.zstd(firstHalf());
        byte[] frames = Packed.join(frame, Packed.zstd(secondHalf()));
        for (int length = frame.length + 1; length < frames.length; length++) {
            assertFails(Arrays.copyOf(frames, length), WIDE, RunErrorCode.FILE_CORRUPT, "cannot be unpacked");
        }
    }

    /** Some bits, as the time in a header, say nothing of the content; any other one that is wrong is noticed. */
    @Test
    void anyChangedByte_failsOrChangesNothing() throws IOException {
        for (Map.Entry<String, byte[]> packing : Packings.of(CONTENT).entrySet()) {
            int failed = 0;
            for (int at = 4; at < packing.getValue().length; at++) {
                byte[] changed = packing.getValue().clone();
                changed[at] ^= (byte) (1 << at % 8);
                Optional<byte[]> content = contentIfReadable(changed);
                failed += content.isEmpty() ? 1 : 0;
                assertThat(content.map(bytes -> new String(bytes, UTF_8)).orElse(TEXT))
                        .as("%s, byte %d", packing.getKey(), at)
                        .isEqualTo(TEXT);
            }
            assertThat(failed).as(packing.getKey()).isGreaterThan(packing.getValue().length / 2);
        }
    }

    private Optional<byte[]> contentIfReadable(byte[] file) throws IOException {
        try {
            return Optional.of(read(file, WIDE).content());
        } catch (RunFailedException e) {
            assertThat(e.code())
                    .isIn(
                            RunErrorCode.FILE_CORRUPT,
                            RunErrorCode.ARCHIVE_NOT_ONE_MEMBER,
                            RunErrorCode.COMPRESSION_UNSUPPORTED,
                            RunErrorCode.FILE_TOO_LARGE_UNPACKED);
            return Optional.empty();
        }
    }

    @Test
    void bytesBehindTheEnd_fail() throws IOException {
        for (byte[] packed : Packings.of(CONTENT).values()) {
            assertFails(Packed.join(packed, new byte[] {'x'}), WIDE, RunErrorCode.FILE_CORRUPT, "cannot be unpacked");
            assertFails(Packed.join(packed, new byte[100]), WIDE, RunErrorCode.FILE_CORRUPT, "cannot be unpacked");
            assertFails(Packed.join(packed, CONTENT), WIDE, RunErrorCode.FILE_CORRUPT, "cannot be unpacked");
        }
    }

    @Test
    void zipOfNoneOrSeveral_fails() {
        byte[] none = Packed.zip(Map.of(), ZipEntry.DEFLATED);
        assertFails(none, WIDE, RunErrorCode.ARCHIVE_NOT_ONE_MEMBER, "holds no file");
        assertFails(Packed.zip("only/", new byte[0]), WIDE, RunErrorCode.ARCHIVE_NOT_ONE_MEMBER, "holds no file");
        Map<String, byte[]> members = new LinkedHashMap<>();
        members.put("january.csv", CONTENT);
        members.put("febru\nary.csv", CONTENT);
        assertFails(
                Packed.zip(members, ZipEntry.DEFLATED),
                WIDE,
                RunErrorCode.ARCHIVE_NOT_ONE_MEMBER,
                "holds 2 files: january.csv, febru\\u000aary.csv. Expected exactly one");
        IntStream.range(0, 5).forEach(i -> members.put(i + ".csv", CONTENT));
        assertFails(
                Packed.zip(members, ZipEntry.DEFLATED),
                WIDE,
                RunErrorCode.ARCHIVE_NOT_ONE_MEMBER,
                "holds more than 3 files: january.csv, febru\\u000aary.csv, 0.csv, …");
    }

    @Test
    void zipThatIsEncryptedOrPackedInAnotherWay_fails() {
        byte[] encrypted = Packed.zip("usage.csv", CONTENT);
        int entry = lastIndexOf(encrypted, 0x02014B50);
        encrypted[entry + 8] |= 1;
        assertFails(encrypted, WIDE, RunErrorCode.COMPRESSION_UNSUPPORTED, "is encrypted", "without a password");
        byte[] lzma = Packed.zip("usage.csv", CONTENT);
        lzma[entry + 10] = 14;
        assertFails(lzma, WIDE, RunErrorCode.COMPRESSION_UNSUPPORTED, "is packed by method 14");
    }

    private static int lastIndexOf(byte[] bytes, int signature) {
        for (int at = bytes.length - 4; ; at--) {
            int found = bytes[at] & 0xFF
                    | (bytes[at + 1] & 0xFF) << 8
                    | (bytes[at + 2] & 0xFF) << 16
                    | (bytes[at + 3] & 0xFF) << 24;
            if (found == signature) {
                return at;
            }
        }
    }

    @Test
    void zstdOfALargeWindow_fails() throws IOException {
        assertThat(new String(read(zstdFrame(27), WIDE).content(), UTF_8)).isEqualTo("hello");
        assertFails(zstdFrame(28), WIDE, RunErrorCode.COMPRESSION_UNSUPPORTED, "a window of more than 128 MB");
    }

    /** A frame whose header asks for a window of 2 to that power, with one raw block. */
    private static byte[] zstdFrame(int windowLog) {
        byte[] head = {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD, 0, (byte) ((windowLog - 10) << 3), 5 << 3 | 1, 0, 0};
        return Packed.join(head, "hello".getBytes(UTF_8));
    }

    @Test
    void packedTwice_fails() throws IOException {
        for (byte[] packed : Packings.of(CONTENT).values()) {
            assertFails(Packed.gzip(packed), WIDE, RunErrorCode.COMPRESSION_UNSUPPORTED, "is packed twice");
            assertFails(Packed.zip("usage.gz", packed), WIDE, RunErrorCode.COMPRESSION_UNSUPPORTED, "is packed twice");
        }
    }

    /** A name in a gzip header has no end but a zero, and would be collected in memory. */
    @Test
    void headerWithoutAnEnd_fails() {
        byte[] file = new byte[40 << 20];
        Arrays.fill(file, (byte) 'a');
        System.arraycopy(new byte[] {0x1F, (byte) 0x8B, 8, 8, 0, 0, 0, 0, 0, 0}, 0, file, 0, 10);
        assertFails(file, WIDE, RunErrorCode.FILE_CORRUPT, "more than 16 MB of it hold no content");
    }

    @Test
    void moreThanTheAllowedSize_fails() throws IOException {
        Format tight = Format.USUAL.maxUnpacked(CONTENT.length - 1, 200);
        for (byte[] packed : Packings.of(CONTENT).values()) {
            assertFails(
                    packed,
                    tight,
                    RunErrorCode.FILE_TOO_LARGE_UNPACKED,
                    "unpacks to more than " + (CONTENT.length - 1) + " bytes (MAX_UNPACKED_SIZE)");
            assertThat(read(packed, Format.USUAL.maxUnpacked(CONTENT.length, 1)).content())
                    .isEqualTo(CONTENT);
        }
        assertThat(read(CONTENT, tight).content()).as("not packed").isEqualTo(CONTENT);
    }

    @Test
    void bomb_fails() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        byte[] zeros = new byte[1 << 20];
        try (OutputStream out = new GZIPOutputStream(packed)) {
            for (int i = 0; i < 150; i++) {
                out.write(zeros);
            }
        }
        assertFails(
                packed.toByteArray(),
                WIDE,
                RunErrorCode.FILE_TOO_LARGE_UNPACKED,
                "unpacks to more than 200 times its own length (MAX_UNPACKED_RATIO)");
    }
}
