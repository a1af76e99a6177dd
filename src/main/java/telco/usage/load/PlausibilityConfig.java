package telco.usage.load;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.spi.Converter;

/** What is usual in the provider's rows: anything else is counted as an {@link Oddity}. */
@ConfigMapping(prefix = "telco.plausible")
public interface PlausibilityConfig {

    /** EVENT_TYPES: the types that are known. */
    Set<String> eventTypes();

    /** FREE_EVENT_TYPES: those of them that cost nothing; empty when all may. */
    Optional<Set<String>> freeEventTypes();

    /** MAX_CHARGE: the largest charge of one event that is believed. */
    BigDecimal maxCharge();

    /** MAX_DURATION: the largest duration of one event that is believed. */
    double maxDuration();

    /** PROVIDER_TIME_ZONE: where timestamps get their offsets; empty when that is not known. */
    Optional<@WithConverter(ZoneIfSet.class) ZoneId> zone();

    /** Reads a zone's name; nothing when it is blank, which the usual converter refuses. */
    final class ZoneIfSet implements Converter<ZoneId> {

        private static final long serialVersionUID = 1L;

        @Override
        public ZoneId convert(String name) {
            return name.isBlank() ? null : ZoneId.of(name);
        }
    }
}
