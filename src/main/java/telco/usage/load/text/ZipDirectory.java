package telco.usage.load.text;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipException;
import telco.usage.input.LogText;
import telco.usage.load.UsageFile;
import telco.usage.run.RunErrorCode;
import telco.usage.run.RunFailedException;

/**
 * The directory at the end of a zip archive, read entry by entry: an archive of millions of files costs no memory before it
 * is refused. Offsets and lengths are those of the format's description (APPNOTE.TXT, ZIP64 included).
 */
final class ZipDirectory {

    private static final int END = 0x06054B50;
    private static final int END_BYTES = 22;
    private static final int LONGEST_COMMENT = 0xFFFF;
    private static final int ZIP64_LOCATOR = 0x07064B50;
    private static final int ZIP64_LOCATOR_BYTES = 20;
    private static final int ZIP64_END = 0x06064B50;
    private static final int ZIP64_END_BYTES = 56;
    private static final int ENTRY = 0x02014B50;
    private static final int ENTRY_BYTES = 46;
    private static final int LOCAL = 0x04034B50;
    private static final int LOCAL_BYTES = 30;
    private static final int ZIP64_EXTRA = 1;
    private static final int IN_ZIP64 = 0xFFFFFFFF;
    private static final int ENCRYPTED = 1;
    private static final int STORED = 0;
    private static final int DEFLATED = 8;
    private static final int NAMES_SHOWN = 3;
    private static final int NAME_SHOWN = 60;

    private final UsageFile file;

    ZipDirectory(UsageFile file) {
        this.file = file;
    }

    /**
     * The one file in the archive; folders do not count.
     *
     * @throws ZipException when the archive is damaged
     * @throws RunFailedException when it holds no file or several, or one that is encrypted or packed in another way than
     *     stored or deflated
     */
    ZipMember onlyMember() throws IOException {
        ByteBuffer end = end();
        long position = end.getLong(8);
        long behind = position + end.getLong(0);
        List<String> names = new ArrayList<>();
        ByteBuffer only = null;
        while (position < behind && names.size() < NAMES_SHOWN + 1) {
            ByteBuffer entry = entry(position);
            String name = name(entry);
            if (!name.endsWith("/")) {
                names.add(shown(name));
                only = entry;
            }
            position += entry.capacity() + unsigned16(entry, 32);
        }
        if (names.size() != 1) {
            throw notOneMember(names);
        }
        if (position != behind) {
            throw new ZipException("its directory is longer than it says");
        }
        return member(only);
    }

    /** Length and place of the directory; in an archive of more than 4 GB both stand elsewhere than in a small one. */
    private ByteBuffer end() throws IOException {
        long endAt = endPosition();
        ByteBuffer end = bytes(endAt, END_BYTES);
        ByteBuffer place = ByteBuffer.allocate(16);
        place.putLong(0, unsigned32(end, 12)).putLong(8, unsigned32(end, 16));
        if (endAt >= ZIP64_LOCATOR_BYTES) {
            ByteBuffer locator = bytes(endAt - ZIP64_LOCATOR_BYTES, ZIP64_LOCATOR_BYTES);
            if (locator.getInt(0) == ZIP64_LOCATOR) {
                ByteBuffer zip64 = signed(locator.getLong(8), ZIP64_END_BYTES, ZIP64_END, "its ZIP64 end");
                place.putLong(0, zip64.getLong(40)).putLong(8, zip64.getLong(48));
            }
        }
        if (place.getLong(0) < 0 || place.getLong(8) < 0 || place.getLong(8) > endAt - place.getLong(0)) {
            throw new ZipException("its directory does not lie in it");
        }
        return place;
    }

    /** The archive's last bytes are its end: nothing may be missing or follow. */
    private long endPosition() throws IOException {
        long size = file.sizeBytes();
        int tail = (int) Math.min(size, END_BYTES + LONGEST_COMMENT);
        ByteBuffer bytes = bytes(size - tail, tail);
        for (int at = tail - END_BYTES; at >= 0; at--) {
            if (bytes.getInt(at) == END && at + END_BYTES + unsigned16(bytes, at + 20) == tail) {
                return size - tail + at;
            }
        }
        throw new ZipException("its end is missing, or something follows it");
    }

    /** The entry with its name and its extra fields, without its comment. */
    private ByteBuffer entry(long position) throws IOException {
        ByteBuffer fixed = signed(position, ENTRY_BYTES, ENTRY, "an entry of its directory");
        return bytes(position, ENTRY_BYTES + unsigned16(fixed, 28) + unsigned16(fixed, 30));
    }

    private static String name(ByteBuffer entry) {
        return new String(entry.array(), ENTRY_BYTES, unsigned16(entry, 28), StandardCharsets.UTF_8);
    }

    private static String shown(String name) {
        return LogText.of(name.length() <= NAME_SHOWN ? name : name.substring(0, NAME_SHOWN) + "…");
    }

    private ZipMember member(ByteBuffer entry) throws IOException {
        int method = unsigned16(entry, 10);
        if ((unsigned16(entry, 8) & ENCRYPTED) != 0) {
            throw unsupported("is encrypted");
        }
        if (method != STORED && method != DEFLATED) {
            throw unsupported("is packed by method " + method);
        }
        ByteBuffer wide = zip64Fields(entry);
        long bytes = wide(entry, 24, wide);
        long packedBytes = wide(entry, 20, wide);
        long localAt = wide(entry, 42, wide);
        ByteBuffer local = signed(localAt, LOCAL_BYTES, LOCAL, "its file's header");
        long dataOffset = localAt + LOCAL_BYTES + unsigned16(local, 26) + unsigned16(local, 28);
        if (bytes < 0 || packedBytes < 0 || dataOffset > file.sizeBytes() - packedBytes) {
            throw new ZipException("its file does not lie in it");
        }
        return new ZipMember(dataOffset, method == DEFLATED, packedBytes, bytes, unsigned32(entry, 16));
    }

    /** A field of four bytes, or the next of the wide ones that stand in for those that are too small. */
    private static long wide(ByteBuffer entry, int at, ByteBuffer wide) throws ZipException {
        if (entry.getInt(at) != IN_ZIP64) {
            return unsigned32(entry, at);
        }
        if (wide.remaining() < Long.BYTES) {
            throw new ZipException("its ZIP64 fields are missing");
        }
        return wide.getLong();
    }

    private static ByteBuffer zip64Fields(ByteBuffer entry) throws ZipException {
        int at = ENTRY_BYTES + unsigned16(entry, 28);
        while (at + 4 <= entry.capacity()) {
            int length = unsigned16(entry, at + 2);
            if (at + 4 + length > entry.capacity()) {
                throw new ZipException("the extra fields of its file are cut off");
            }
            if (unsigned16(entry, at) == ZIP64_EXTRA) {
                return entry.slice(at + 4, length).order(ByteOrder.LITTLE_ENDIAN);
            }
            at += 4 + length;
        }
        return ByteBuffer.allocate(0);
    }

    private ByteBuffer signed(long position, int length, int signature, String what) throws IOException {
        ByteBuffer bytes = bytes(position, length);
        if (bytes.getInt(0) != signature) {
            throw new ZipException(what + " is not where it should be");
        }
        return bytes;
    }

    private ByteBuffer bytes(long position, int length) throws IOException {
        if (position < 0 || position > file.sizeBytes() - length) {
            throw new ZipException("a part of it would lie outside of it");
        }
        return ByteBuffer.wrap(file.bytes(position, length)).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static int unsigned16(ByteBuffer bytes, int at) {
        return bytes.getShort(at) & 0xFFFF;
    }

    private static long unsigned32(ByteBuffer bytes, int at) {
        return bytes.getInt(at) & 0xFFFFFFFFL;
    }

    private RunFailedException notOneMember(List<String> names) {
        String held = names.isEmpty()
                ? "no file"
                : names.size() > NAMES_SHOWN
                        ? "more than " + NAMES_SHOWN + " files: " + String.join(", ", names.subList(0, NAMES_SHOWN))
                                + ", …"
                        : names.size() + " files: " + String.join(", ", names);
        return new RunFailedException(
                RunErrorCode.ARCHIVE_NOT_ONE_MEMBER,
                "%s holds %s. Expected exactly one. Pack each usage file by itself and deliver it again."
                        .formatted(file.name(), held));
    }

    private RunFailedException unsupported(String how) {
        return new RunFailedException(
                RunErrorCode.COMPRESSION_UNSUPPORTED,
                "%s: the file in it %s. Deliver it again, stored or deflated and without a password."
                        .formatted(file.name(), how));
    }
}
