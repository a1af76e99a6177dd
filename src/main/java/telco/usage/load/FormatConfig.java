package telco.usage.load;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import java.nio.charset.Charset;
import java.util.Optional;
import telco.usage.load.csv.Delimiter;

/** In what shape a file may come. */
@ConfigMapping(prefix = "telco.format")
public interface FormatConfig {

    /** INPUT_CHARSET: of files that do not say it themselves by a byte-order mark. */
    Charset charset();

    /** CSV_DELIMITER: the character between two columns. */
    @WithConverter(Delimiter.OfSetting.class)
    Delimiter delimiter();

    /** MAX_UNPACKED_SIZE: a packed file that holds more is not loaded at all. */
    MemorySize maxUnpackedSize();

    /** MAX_UNPACKED_RATIO: nor one that holds so many times its own length, once that is more than 100 MB. */
    int maxUnpackedRatio();

    /** COLUMN_ALIASES: under which names a header may know the columns. */
    Optional<@WithConverter(ColumnNames.OfSetting.class) ColumnNames> columnAliases();

    /** EXTRA_COLUMNS: what becomes of a file whose header names more columns. */
    ExtraColumns extraColumns();
}
