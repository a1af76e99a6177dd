package telco.usage.inbox;

import java.nio.charset.StandardCharsets;
import org.eclipse.microprofile.config.spi.Converter;
import telco.usage.control.ControlFile;

/**
 * What a file is called, behind the name of a data file, that says that this is complete.
 *
 * @param text not that of another file that lies beside a data file, nor of one that is being written
 */
public record DoneSuffix(String text) {

    /** @throws IllegalArgumentException when no file can be called so, or such a file would be another thing */
    public DoneSuffix {
        if (text.isBlank()
                || text.contains("/")
                || text.getBytes(StandardCharsets.UTF_8).length > RunFileName.LONGEST_ENDING_BYTES
                || text.equals(ControlFile.ENDING)
                || text.equals(RejectionReport.ENDING)
                || TemporaryName.is("usage.csv" + text)) {
            throw new IllegalArgumentException(
                    "INBOX_DONE_SUFFIX is '%s', expected an ending like .done: at most %d bytes, no slash, not %s, %s or that of a temporary file"
                            .formatted(
                                    text,
                                    RunFileName.LONGEST_ENDING_BYTES,
                                    ControlFile.ENDING,
                                    RejectionReport.ENDING));
        }
    }

    /** Reads the setting. */
    public static final class OfSetting implements Converter<DoneSuffix> {

        private static final long serialVersionUID = 1L;

        @Override
        public DoneSuffix convert(String value) {
            return new DoneSuffix(value);
        }
    }
}
