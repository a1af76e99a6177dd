package telco.usage.sample;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes lines of numbers and short words as bytes. Ugly inside, and meant so: making a String of each value costs
 * several times as much as all the rest of a row.
 */
final class LineBuffer {

    /** No line is longer. */
    private static final int LONGEST_LINE = 256;

    private final OutputStream out;
    private final byte[] bytes = new byte[1 << 16];
    private int length;
    private long written;

    LineBuffer(OutputStream out) {
        this.out = out;
    }

    /** Ends the line. */
    void newLine() throws IOException {
        bytes[length++] = '\n';
        if (length > bytes.length - LONGEST_LINE) {
            drain();
        }
    }

    /** Sends what is left; does not close or flush the stream below. */
    void drain() throws IOException {
        out.write(bytes, 0, length);
        written += length;
        length = 0;
    }

    /** How many bytes have been sent. */
    long written() {
        return written;
    }

    void ascii(char character) {
        bytes[length++] = (byte) character;
    }

    void ascii(byte[] word) {
        System.arraycopy(word, 0, bytes, length, word.length);
        length += word.length;
    }

    void twoDigits(int number) {
        bytes[length++] = (byte) ('0' + number / 10);
        bytes[length++] = (byte) ('0' + number % 10);
    }

    /** Writes a number from 0 on. */
    void number(long number) {
        int digits = 1;
        for (long rest = number; rest >= 10; rest /= 10) {
            digits++;
        }
        digits(number, digits);
    }

    /** Writes a number of millionths as a decimal with one to six places: 0.0, 12.5, 0.000976. */
    void millionths(long millionths) {
        number(millionths / 1_000_000);
        bytes[length++] = '.';
        int places = 6;
        long fraction = millionths % 1_000_000;
        while (places > 1 && fraction % 10 == 0) {
            fraction /= 10;
            places--;
        }
        digits(fraction, places);
    }

    private void digits(long number, int digits) {
        long rest = number;
        for (int i = length + digits - 1; i >= length; i--) {
            bytes[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += digits;
    }
}
