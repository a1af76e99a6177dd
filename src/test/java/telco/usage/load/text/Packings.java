package telco.usage.load.text;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.zip.Zip64Mode;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import telco.usage.testing.Packed;

/** Content packed in each way that is unpacked, also in those that few programs write. */
final class Packings {

    private Packings() {}

    /** What is packed, by the name of the way. */
    static Map<String, byte[]> of(byte[] content) throws IOException {
        Map<String, byte[]> packings = new LinkedHashMap<>();
        packings.put("gzip", Packed.gzip(content));
        packings.put("gzip with a name", gzipWithNameAndChecksum(content));
        packings.put("zstd", zstdWithChecksum(content));
        packings.put("zip", Packed.zip("usage.csv", content));
        packings.put("zip, stored", Packed.zipStored("usage.csv", content));
        packings.put("zip, 64 bits", zip64(content, ZipEntry.DEFLATED));
        packings.put("zip, 64 bits, stored", zip64(content, ZipEntry.STORED));
        packings.put("zip with comments", zipWithComment(content));
        return packings;
    }

    private static byte[] zstdWithChecksum(byte[] content) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new ZstdOutputStreamNoFinalizer(packed).setChecksum(true)) {
            out.write(content);
        }
        return packed.toByteArray();
    }

    private static byte[] gzipWithNameAndChecksum(byte[] content) throws IOException {
        byte[] plain = Packed.gzip(content);
        byte[] head = Arrays.copyOf(plain, 10);
        head[3] = 8;
        return Packed.join(head, "usage.csv\0".getBytes(UTF_8), Arrays.copyOfRange(plain, 10, plain.length));
    }

    private static byte[] zip64(byte[] content, int method) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (ZipArchiveOutputStream out = new ZipArchiveOutputStream(packed)) {
            out.setUseZip64(Zip64Mode.Always);
            ZipArchiveEntry entry = new ZipArchiveEntry("usage.csv");
            entry.setMethod(method);
            entry.setSize(content.length);
            CRC32 crc = new CRC32();
            crc.update(content);
            entry.setCrc(crc.getValue());
            out.putArchiveEntry(entry);
            out.write(content);
            out.closeArchiveEntry();
        }
        return packed.toByteArray();
    }

    private static byte[] zipWithComment(byte[] content) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(packed)) {
            out.setComment("delivered by night");
            ZipEntry entry = new ZipEntry("käse/usage.csv");
            entry.setComment("one of many");
            out.putNextEntry(entry);
            out.write(content);
        }
        return packed.toByteArray();
    }
}
