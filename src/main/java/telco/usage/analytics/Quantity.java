package telco.usage.analytics;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import telco.usage.run.Amount;

/** Sums as the views have them, read so that each has one spelling. */
final class Quantity {

    /** What a charge looks like. */
    static final String CHARGE = "^-?[0-9]+([.][0-9]+)?$";

    private Quantity() {}

    /** The column {@code total_duration}, without an exponent or zeros at its end: 5, 5.25. */
    static BigDecimal duration(ResultSet row) throws SQLException {
        return new BigDecimal(Amount.plain(BigDecimal.valueOf(row.getDouble("total_duration"))));
    }

    /** The column {@code total_charge} as the shortest exact decimal. */
    static String charge(ResultSet row) throws SQLException {
        return Amount.plain(row.getBigDecimal("total_charge"));
    }

    /** A charge for a table, where it is a number and no text. */
    static BigDecimal number(String charge) {
        return new BigDecimal(charge);
    }
}
