package telco.usage.testing;

import io.quarkus.runtime.configuration.MemorySize;
import java.math.BigInteger;
import java.util.Optional;
import telco.usage.load.ColumnNames;
import telco.usage.load.ExtraColumns;
import telco.usage.load.FormatConfig;
import telco.usage.load.csv.Delimiter;

/** The settings of a file's shape, for tests without the service. */
public record Format(
        Delimiter delimiter,
        Optional<ColumnNames> columnAliases,
        ExtraColumns extraColumns,
        MemorySize maxUnpackedSize,
        int maxUnpackedRatio)
        implements FormatConfig {

    /** As they are unless somebody changes them. */
    public static final Format USUAL = new Format(
            Delimiter.COMMA, Optional.empty(), ExtraColumns.FAIL, new MemorySize(BigInteger.valueOf(64L << 30)), 200);

    public Format aliases(String aliases) {
        return new Format(
                delimiter, Optional.of(new ColumnNames(aliases)), extraColumns, maxUnpackedSize, maxUnpackedRatio);
    }

    public Format extra(ExtraColumns policy) {
        return new Format(delimiter, columnAliases, policy, maxUnpackedSize, maxUnpackedRatio);
    }

    public Format maxUnpacked(long bytes, int ratio) {
        return new Format(delimiter, columnAliases, extraColumns, new MemorySize(BigInteger.valueOf(bytes)), ratio);
    }
}
