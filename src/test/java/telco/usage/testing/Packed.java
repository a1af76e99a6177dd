package telco.usage.testing;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Packs bytes as billing systems deliver them. */
public final class Packed {

    private Packed() {}

    public static byte[] gzip(byte[] content) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    public static byte[] zstd(byte[] content) {
        return Zstd.compress(content, 3);
    }

    /** A frame that readers skip, as parallel compressors write them. */
    public static byte[] zstdSkippable(int length) {
        byte[] frame = new byte[8 + length];
        frame[0] = 0x5A;
        frame[1] = 0x2A;
        frame[2] = 0x4D;
        frame[3] = 0x18;
        frame[4] = (byte) length;
        return frame;
    }

    public static byte[] zip(String member, byte[] content) {
        return zip(Map.of(member, content), ZipEntry.DEFLATED);
    }

    public static byte[] zipStored(String member, byte[] content) {
        return zip(Map.of(member, content), ZipEntry.STORED);
    }

    /** An archive of these members; a name with a slash at its end is a folder. */
    public static byte[] zip(Map<String, byte[]> members, int method) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(packed)) {
            for (Map.Entry<String, byte[]> member : new LinkedHashMap<>(members).entrySet()) {
                ZipEntry entry = new ZipEntry(member.getKey());
                entry.setMethod(method);
                if (method == ZipEntry.STORED) {
                    CRC32 crc = new CRC32();
                    crc.update(member.getValue());
                    entry.setCrc(crc.getValue());
                    entry.setSize(member.getValue().length);
                }
                out.putNextEntry(entry);
                out.write(member.getValue());
                out.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    public static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
