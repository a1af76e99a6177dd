package telco.usage.load.text;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** Tells in which charset a text is, and whether the reader can do with its bytes as they are. */
final class TextEncoding {

    private TextEncoding() {}

    /** The charset of a text that begins with these bytes: what its byte-order mark says, else the declared one. */
    static Charset of(byte[] start, Charset declared) {
        if (beginsWith(start, 0xEF, 0xBB, 0xBF)) {
            return StandardCharsets.UTF_8;
        }
        if (beginsWith(start, 0xFE, 0xFF)) {
            return StandardCharsets.UTF_16BE;
        }
        return beginsWith(start, 0xFF, 0xFE) ? StandardCharsets.UTF_16LE : declared;
    }

    private static boolean beginsWith(byte[] start, int... mark) {
        if (start.length < mark.length) {
            return false;
        }
        for (int i = 0; i < mark.length; i++) {
            if ((start[i] & 0xFF) != mark[i]) {
                return false;
            }
        }
        return true;
    }

    /**
     * True for UTF-8, and for charsets of one byte a character that agree with ASCII: there, a byte that looks like a
     * delimiter, a quote, a digit or a line end is one.
     */
    static boolean isReadAsItIs(Charset charset) {
        if (charset.equals(StandardCharsets.UTF_8)) {
            return true;
        }
        return charset.canEncode() && charset.newEncoder().maxBytesPerChar() <= 1 && agreesWithAscii(charset);
    }

    private static boolean agreesWithAscii(Charset charset) {
        byte[] ascii = new byte[128];
        for (int i = 0; i < ascii.length; i++) {
            ascii[i] = (byte) i;
        }
        try {
            return charset.newDecoder()
                    .decode(ByteBuffer.wrap(ascii))
                    .toString()
                    .equals(new String(ascii, StandardCharsets.US_ASCII));
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
