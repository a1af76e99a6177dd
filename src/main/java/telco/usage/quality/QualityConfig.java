package telco.usage.quality;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** What the rules allow. */
@ConfigMapping(prefix = "telco.quality")
interface QualityConfig {

    /** QUALITY_LIMITS: limits other than those in the rules' files, see {@link LimitSettings}. */
    Optional<String> limits();

    /** MAX_RATE_PLANS_PER_CUSTOMER: a customer with more of them in a month is odd. */
    int maxRatePlansPerCustomer();
}
