package telco.usage.testing;

import io.quarkus.runtime.configuration.MemorySize;
import java.math.BigInteger;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import telco.usage.load.ColumnNames;
import telco.usage.load.ExtraColumns;
import telco.usage.load.FormatConfig;
import telco.usage.load.csv.Delimiter;

/** The settings of a file's shape, for tests without the service. */
public record Format(
        Charset charset,
        Delimiter delimiter,
        Optional<ColumnNames> columnAliases,
        ExtraColumns extraColumns,
        MemorySize maxUnpackedSize,
        int maxUnpackedRatio)
        implements FormatConfig {

    /** As they are unless somebody changes them. */
    public static final Format USUAL = new Format(
            StandardCharsets.UTF_8,
            Delimiter.COMMA,
            Optional.empty(),
            ExtraColumns.FAIL,
            new MemorySize(BigInteger.valueOf(64L << 30)),
            200);

    public Format charset(Charset declared) {
        return new Format(declared, delimiter, columnAliases, extraColumns, maxUnpackedSize, maxUnpackedRatio);
    }

    public Format aliases(String aliases) {
        return new Format(
                charset,
                delimiter,
                Optional.of(new ColumnNames(aliases)),
                extraColumns,
                maxUnpackedSize,
                maxUnpackedRatio);
    }

    public Format extra(ExtraColumns policy) {
        return new Format(charset, delimiter, columnAliases, policy, maxUnpackedSize, maxUnpackedRatio);
    }

    public Format maxUnpacked(long bytes, int ratio) {
        return new Format(
                charset, delimiter, columnAliases, extraColumns, new MemorySize(BigInteger.valueOf(bytes)), ratio);
    }
}
