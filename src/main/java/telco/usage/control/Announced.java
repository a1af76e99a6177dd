package telco.usage.control;

import java.math.BigDecimal;

/**
 * What the provider says that a file holds; null where it says nothing.
 *
 * @param rows how many records
 * @param charge the sum of what they charge
 * @param duration the sum of how long they last
 * @param sha256 the hash of the file's bytes, in hex
 */
record Announced(Long rows, BigDecimal charge, BigDecimal duration, String sha256) {

    static final Announced NOTHING = new Announced(null, null, null, null);
}
