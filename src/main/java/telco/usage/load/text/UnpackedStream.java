package telco.usage.load.text;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import telco.usage.input.LogText;
import telco.usage.load.UsageFile;
import telco.usage.run.RunErrorCode;
import telco.usage.run.RunFailedException;

/** What a packed file holds, within limits. Whatever is wrong ends the run, with a message for the user. */
final class UnpackedStream extends FilterInputStream {

    private static final int BUFFER_BYTES = 64 * 1024;

    private final UsageFile file;
    private final PackedBytes packed;
    private final UnpackLimits limits;
    private long count;

    /** @throws RunFailedException when what the file begins with is damaged, not supported, or promises too much */
    UnpackedStream(UsageFile file, Packing packing, PackedBytes packed, UnpackLimits limits) {
        super(null);
        this.file = file;
        this.packed = packed;
        this.limits = limits;
        packed.haveContent();
        try {
            this.in = packing.unpack(file, new BufferedInputStream(packed, BUFFER_BYTES), limits);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    /** @throws RunFailedException when the file is damaged, not supported, or holds too much */
    @Override
    public int read(byte[] target, int offset, int length) {
        try {
            int read = in.read(target, offset, length);
            if (read > 0) {
                count += read;
                packed.haveContent();
            }
            limits.require(count);
            return read;
        } catch (ZstdException e) {
            throw failed(e);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private RunFailedException failed(ZstdException e) {
        // The library gives it with either sign.
        if (Math.abs(e.getErrorCode()) != Zstd.errFrameParameterWindowTooLarge()) {
            return corrupt(e.getMessage(), e);
        }
        return new RunFailedException(
                RunErrorCode.COMPRESSION_UNSUPPORTED,
                "%s was compressed with a window of more than %d MB. Deliver it again, compressed with a smaller one (--long)."
                        .formatted(file.name(), ZstdStream.LARGEST_WINDOW_MB),
                e);
    }

    private RunFailedException failed(IOException e) {
        return corrupt(e instanceof EOFException ? "it ends before its content does" : LogText.reason(e), e);
    }

    private RunFailedException corrupt(String why, Exception e) {
        return new RunFailedException(
                RunErrorCode.FILE_CORRUPT,
                "%s cannot be unpacked: %s. Nothing was loaded; deliver it again.".formatted(file.name(), why),
                e);
    }
}
