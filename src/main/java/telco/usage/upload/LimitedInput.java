package telco.usage.upload;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import telco.usage.problem.ProblemCode;
import telco.usage.problem.ProblemException;

/** A body that must not be too long. The server knows the limit too, but only looks at the length that a request announces. */
final class LimitedInput extends FilterInputStream {

    private final long mostBytes;
    private long bytes;

    LimitedInput(InputStream body, long mostBytes) {
        super(body);
        this.mostBytes = mostBytes;
    }

    @Override
    public int read() throws IOException {
        int value = super.read();
        count(value < 0 ? 0 : 1);
        return value;
    }

    @Override
    public int read(byte[] part, int offset, int length) throws IOException {
        int read = super.read(part, offset, length);
        count(read);
        return read;
    }

    private void count(int read) {
        bytes += Math.max(0, read);
        if (bytes > mostBytes) {
            throw new ProblemException(
                    ProblemCode.PAYLOAD_TOO_LARGE,
                    "The body is larger than %d bytes (MAX_UPLOAD_SIZE).".formatted(mostBytes));
        }
    }
}
