package telco.usage.load;

/**
 * A record that is kept aside.
 *
 * @param recordNumber of the file, from 1
 * @param lineNumber physical line on which it begins, from 1
 * @param byteOffset where it begins in the text of the file, from 0
 * @param customerId whose it is; null where that cannot be read
 * @param charge the charge at stake in units of 10^-8
 * @param bytes the record as it stood in the file; only the start of one too long to keep
 * @param byteLength the length of the whole record
 */
public record Reject(
        long recordNumber,
        long lineNumber,
        long byteOffset,
        Violation violation,
        Integer customerId,
        long charge,
        byte[] bytes,
        long byteLength) {}
