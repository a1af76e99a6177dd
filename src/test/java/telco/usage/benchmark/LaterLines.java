package telco.usage.benchmark;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Lets through what comes after a number of lines. */
final class LaterLines extends FilterOutputStream {

    private long linesLeftOut;

    LaterLines(OutputStream out, long linesLeftOut) {
        super(out);
        this.linesLeftOut = linesLeftOut;
    }

    @Override
    public void write(byte[] bytes, int start, int length) throws IOException {
        int from = start;
        while (linesLeftOut > 0 && from < start + length) {
            if (bytes[from++] == '\n') {
                linesLeftOut--;
            }
        }
        out.write(bytes, from, start + length - from);
    }
}
