package telco.usage.load.copy;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import telco.usage.run.RunErrorCode;
import telco.usage.run.RunFailedException;

/** Small numbers for a file's event types, of which the spool keeps two bytes; shared by all threads. */
final class EventTypeCodes {

    private static final int MOST = 1 << 16;

    private final String fileName;
    private final Map<ByteBuffer, Integer> codes = new ConcurrentHashMap<>();
    private final AtomicReferenceArray<byte[]> types = new AtomicReferenceArray<>(MOST);
    private final AtomicInteger count = new AtomicInteger();

    EventTypeCodes(String fileName) {
        this.fileName = fileName;
    }

    /** @throws RunFailedException when the file has more different types than any usage has */
    int codeOf(byte[] type) {
        Integer code = codes.get(ByteBuffer.wrap(type));
        return code != null ? code : codes.computeIfAbsent(ByteBuffer.wrap(type), this::add);
    }

    byte[] typeOf(int code) {
        return types.get(code);
    }

    private int add(ByteBuffer type) {
        int code = count.getAndIncrement();
        if (code >= MOST) {
            throw new RunFailedException(
                    RunErrorCode.TOO_MANY_EVENT_TYPES,
                    fileName + " has more than " + MOST + " different event types. Is the event_type column right?");
        }
        types.set(code, type.array());
        return code;
    }
}
