package telco.usage.customer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import telco.usage.load.csv.Delimiter;

/** What is taken for a customer's number, and what is not. */
class CustomerMarkTest {

    private static final CustomerMark MARK = new CustomerMark(new CustomerId(4711), Delimiter.COMMA);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "4711",
                "4711,2016-01-26T07:35:34.000+02:00,DATA",
                "1,DATA,4711",
                "1;4711;2",
                "1|4711|2",
                "1\t4711\t2",
                "\"4711\",DATA",
                "'4711',DATA",
                " 4711 ,DATA",
                "x,4711\u0000,DATA",
                "\u00ef\u00bb\u00bf4711,DATA",
                "004711,DATA",
                "+4711,DATA",
                "4711.0,DATA",
                "4711.,DATA"
            })
    void wholeField_isHis(String record) {
        assertThat(MARK.isIn(record.getBytes(ISO_8859_1))).isTrue();
        assertThat(MARK.isIn(record)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "47110,DATA",
                "14711,DATA",
                "-4711,DATA",
                "4711.5,DATA",
                "0.4711,DATA",
                "x4711,DATA",
                "4711-01,DATA",
                "2016-01-26T07:35:34.4711+02:00"
            })
    void partOfAField_isNot(String record) {
        assertThat(MARK.isIn(record.getBytes(ISO_8859_1))).isFalse();
        assertThat(MARK.isIn(record)).isFalse();
    }

    @Test
    void delimiterThatIsSet_endsAFieldToo() {
        assertThat(new CustomerMark(new CustomerId(4711), new Delimiter((byte) '^')).isIn("1^4711^DATA"))
                .isTrue();
        assertThat(MARK.isIn("1^4711^DATA")).isFalse();
    }

    @Test
    void numberBelowZero_isAnotherOne() {
        CustomerMark mark = new CustomerMark(new CustomerId(-4711), Delimiter.COMMA);
        assertThat(mark.isIn("-4711,DATA")).isTrue();
        assertThat(mark.isIn("-04711,DATA")).isTrue();
        assertThat(mark.isIn("4711,DATA")).isFalse();
    }

    @Test
    void byteThatIsShownByItsNumber_endsAField() {
        assertThat(MARK.isIn("\\3034711,DATA")).isTrue();
    }

    @Test
    void message_losesQuotedValuesAlone() {
        assertThat(MARK.withoutQuotes("4711 of 5000 rows: customer_id is ' 4711', expected a whole number"))
                .isEqualTo("4711 of 5000 rows: customer_id is ' (erased)', expected a whole number");
        assertThat(MARK.withoutQuotes("duration is 'it's 4711', expected a number; 4711 more"))
                .isEqualTo("duration is 'it's (erased)', expected a number; 4711 more");
        assertThat(MARK.withoutQuotes("duration is '47110', expected a number"))
                .isEqualTo("duration is '47110', expected a number");
    }
}
