package telco.usage.suspense;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** The bytes of a record as text for people to read. */
public final class RecordText {

    private RecordText() {}

    /**
     * A record is UTF-8 or in the charset of files that have no byte-order mark; what is no character there becomes the
     * replacement character.
     *
     * @param charset INPUT_CHARSET
     */
    public static String of(byte[] record, Charset charset) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(record))
                    .toString();
        } catch (CharacterCodingException e) {
            boolean ofOneByte = charset.canEncode() && charset.newEncoder().maxBytesPerChar() <= 1;
            return new String(record, ofOneByte ? charset : StandardCharsets.UTF_8);
        }
    }
}
