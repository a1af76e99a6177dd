package telco.usage.analytics;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import telco.usage.caching.KnownTags;
import telco.usage.warehouse.WarehouseVersion;

/**
 * The entity tag of what is read from one version of the warehouse. The time of the version is in it because a database
 * that was restored counts on from an older version; the form is in it because JSON and CSV of one address are two things.
 * It is weak: it says that the same is told, not that each byte is the same.
 */
record VersionTag(String value) {

    static VersionTag of(WarehouseVersion version, String form) {
        long micros = ChronoUnit.MICROS.between(Instant.EPOCH, version.changedAt());
        return new VersionTag("\"%d-%x-%s\"".formatted(version.number(), micros, form));
    }

    /** @param ifNoneMatch the lines of the request's header, empty when it has none */
    boolean isIn(List<String> ifNoneMatch) {
        return KnownTags.of(ifNoneMatch).have(value);
    }

    /** As the header has it. */
    String header() {
        return "W/" + value;
    }
}
