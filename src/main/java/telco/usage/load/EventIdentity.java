package telco.usage.load;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Computes in the stream what the SQL function generate_event_uuid computes in the database: the identity of an event. */
public final class EventIdentity {

    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};
    private static final int MAX_FRAME_BYTES = 128;
    private static final byte[] TENS = new byte[100];
    private static final byte[] ONES = new byte[100];

    static {
        for (int i = 0; i < 100; i++) {
            TENS[i] = (byte) ('0' + i / 10);
            ONES[i] = (byte) ('0' + i % 10);
        }
    }

    private final MessageDigest md5;
    private final byte[] frame = new byte[MAX_FRAME_BYTES];
    private final byte[] digest = new byte[16];
    private final byte[] digits = new byte[20];
    private int length;

    public EventIdentity() {
        try {
            md5 = MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has MD5", e);
        }
    }

    /** The row's identity, 16 bytes; the array is the next call's too. */
    public byte[] of(UsageRow row) {
        length = 0;
        number(row.customerId());
        separator();
        number(row.eventMicros());
        separator();
        if (row.hasRatePlanId()) {
            number(row.ratePlanId());
        }
        separator();
        if (row.hasCharge()) {
            charge(row.charge());
        }
        separator();
        frame[length++] = '=';
        md5.update(frame, 0, length);
        md5.update(row.eventType());
        try {
            md5.digest(digest, 0, digest.length);
        } catch (DigestException e) {
            throw new IllegalStateException(e);
        }
        return digest;
    }

    /** Writes 16 bytes of {@code identity}, from {@code from}, as the 32 hex digits that the warehouse keeps. */
    public static void hex(byte[] identity, int from, byte[] digits) {
        for (int i = 0; i < 16; i++) {
            digits[2 * i] = HEX[(identity[from + i] >> 4) & 15];
            digits[2 * i + 1] = HEX[identity[from + i] & 15];
        }
    }

    private void separator() {
        frame[length++] = '|';
    }

    private void number(long value) {
        if (value < 0) {
            frame[length++] = '-';
        }
        digits(Math.abs(value), 1);
    }

    /** As NUMERIC(18,8) prints: always eight decimals. */
    private void charge(long units) {
        if (units < 0) {
            frame[length++] = '-';
        }
        long positive = Math.abs(units);
        digits(positive / UsageRow.CHARGE_UNIT, 1);
        frame[length++] = '.';
        digits(positive % UsageRow.CHARGE_UNIT, 8);
    }

    /** Writes the number from its end, two digits at a time: this runs several times for every row. */
    private void digits(long value, int atLeast) {
        int position = digits.length;
        long rest = value;
        while (rest >= 100) {
            int pair = (int) (rest % 100);
            rest /= 100;
            digits[--position] = ONES[pair];
            digits[--position] = TENS[pair];
        }
        int first = (int) rest;
        digits[--position] = ONES[first];
        if (first >= 10) {
            digits[--position] = TENS[first];
        }
        while (digits.length - position < atLeast) {
            digits[--position] = '0';
        }
        int count = digits.length - position;
        System.arraycopy(digits, position, frame, length, count);
        length += count;
    }
}
