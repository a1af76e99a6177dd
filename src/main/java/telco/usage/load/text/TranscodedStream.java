package telco.usage.load.text;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * A text of another charset as UTF-8. What is no character there becomes {@link #NO_CHARACTER}, which is none in UTF-8
 * either: so the record that it stands in is found to be badly encoded, and no other.
 */
final class TranscodedStream extends InputStream {

    static final byte NO_CHARACTER = (byte) 0xFF;

    private static final int BUFFER_BYTES = 64 * 1024;

    private final InputStream in;
    private final int unitBytes;
    private final CharsetDecoder decoder;
    private final CharsetEncoder encoder = StandardCharsets.UTF_8.newEncoder();
    private final ByteBuffer source = ByteBuffer.allocate(BUFFER_BYTES).limit(0);
    private final CharBuffer characters = CharBuffer.allocate(BUFFER_BYTES);
    private final ByteBuffer text = ByteBuffer.allocate(4 * BUFFER_BYTES).limit(0);
    private boolean endOfSource;
    private boolean ended;

    TranscodedStream(InputStream in, Charset charset) {
        this.in = in;
        this.unitBytes =
                charset.name().startsWith("UTF-16") ? 2 : charset.name().startsWith("UTF-32") ? 4 : 1;
        this.decoder = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        while (!text.hasRemaining()) {
            if (ended) {
                return -1;
            }
            transcode();
        }
        int count = Math.min(length, text.remaining());
        text.get(target, offset, count);
        return count;
    }

    private void transcode() throws IOException {
        fill();
        CoderResult result = decoder.decode(source, characters, endOfSource);
        ended = endOfSource && result.isUnderflow();
        if (ended) {
            decoder.flush(characters);
        }
        text.clear();
        encoder.encode(characters.flip(), text, ended);
        // One half of a pair may wait for the other.
        characters.compact();
        if (result.isError()) {
            text.put(NO_CHARACTER);
            // No more than is surely wrong: half a pair must not take the line end behind it along.
            source.position(source.position() + Math.min(result.length(), unitBytes));
        }
        text.flip();
    }

    private void fill() throws IOException {
        source.compact();
        while (!endOfSource && source.position() < source.capacity() / 2) {
            int count = in.read(source.array(), source.position(), source.remaining());
            endOfSource = count < 0;
            source.position(source.position() + Math.max(0, count));
        }
        source.flip();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
