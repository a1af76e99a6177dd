package telco.usage.load.text;

import telco.usage.load.FormatConfig;
import telco.usage.load.UsageFile;
import telco.usage.run.RunErrorCode;
import telco.usage.run.RunFailedException;

/** How much a packed file may unpack to: one with more than any usage file has is a mistake, or a bomb. */
record UnpackLimits(UsageFile file, FormatConfig config) {

    /** Few bytes say little: only a long text that repeats itself is a bomb. */
    private static final long RATIO_JUDGED_FROM = 100_000_000;

    /**
     * To be called with a number of bytes that the file unpacks to, or says it does.
     *
     * @throws RunFailedException when they are too many
     */
    void require(long unpacked) {
        long most = config.maxUnpackedSize().asLongValue();
        if (unpacked > most) {
            throw tooLarge("%d bytes (MAX_UNPACKED_SIZE)".formatted(most));
        }
        int ratio = config.maxUnpackedRatio();
        if (unpacked >= RATIO_JUDGED_FROM && unpacked / ratio > file.sizeBytes()) {
            throw tooLarge("%d times its own length (MAX_UNPACKED_RATIO)".formatted(ratio));
        }
    }

    private RunFailedException tooLarge(String limit) {
        return new RunFailedException(
                RunErrorCode.FILE_TOO_LARGE_UNPACKED,
                "%s unpacks to more than %s. If it is a usage file, set a higher limit or deliver it in parts."
                        .formatted(file.name(), limit));
    }
}
