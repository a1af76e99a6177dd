package telco.usage.load;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import telco.usage.load.csv.CsvRecord;
import telco.usage.load.csv.RecordReader;
import telco.usage.run.RejectReason;

/** The rules that a record must keep as a whole, before its columns can be looked at. */
final class RecordRules {

    private final int columns;
    private final Charset charset;
    private final CharsetDecoder decoder;
    private final CharBuffer decoded = CharBuffer.allocate(RecordReader.MAX_RECORD_BYTES);

    /** @param columns how many a record has */
    RecordRules(int columns, Charset charset) {
        this.columns = columns;
        this.charset = charset;
        this.decoder = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
    }

    /** True when each column of the record can be found, whatever it says. */
    boolean hasColumns(CsvRecord record) {
        return record.flaw() == CsvRecord.Flaw.NONE && record.fieldCount() == columns;
    }

    /** The first rule that the record breaks; null when it has its columns, and is text. */
    Violation check(CsvRecord record) {
        if (record.hasNul()) {
            return new Violation(RejectReason.NUL_BYTE, null, "the record holds a NUL byte, expected text");
        }
        if (record.flaw() == CsvRecord.Flaw.TOO_LONG) {
            return new Violation(
                    RejectReason.RECORD_TOO_LONG,
                    null,
                    "the record has " + record.byteLength() + " bytes, expected at most "
                            + RecordReader.MAX_RECORD_BYTES);
        }
        if (!record.isAscii() && !isEncodedWell(record)) {
            return new Violation(RejectReason.BAD_ENCODING, null, "the record is not valid " + charset.name());
        }
        if (record.flaw() == CsvRecord.Flaw.BROKEN_QUOTES) {
            return new Violation(
                    RejectReason.COLUMN_COUNT,
                    null,
                    "the columns cannot be told apart: a quoted value is not closed, or text follows its closing quote");
        }
        if (record.fieldCount() != columns) {
            return new Violation(
                    RejectReason.COLUMN_COUNT,
                    null,
                    "the record has " + record.fieldCount() + " columns, expected " + columns);
        }
        return null;
    }

    private boolean isEncodedWell(CsvRecord record) {
        decoded.clear();
        ByteBuffer bytes =
                ByteBuffer.wrap(record.bytes(), record.bytesStart(), record.bytesEnd() - record.bytesStart());
        CoderResult result = decoder.reset().decode(bytes, decoded, true);
        return !result.isError();
    }
}
