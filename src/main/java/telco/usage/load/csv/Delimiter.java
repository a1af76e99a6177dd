package telco.usage.load.csv;

import org.eclipse.microprofile.config.spi.Converter;

/** The character between two fields of a record. */
public record Delimiter(byte character) {

    public static final Delimiter COMMA = new Delimiter((byte) ',');

    /** What numbers and times are written with, and what CSV itself needs. */
    private static final String IN_USE = "+-.:\"";

    /**
     * The delimiter of that name: the character itself, or {@code tab}.
     *
     * @throws IllegalArgumentException when fields cannot be told apart by it
     */
    public static Delimiter named(String name) {
        char character = name.equalsIgnoreCase("tab") || name.equals("\\t") ? '\t' : name.charAt(0);
        boolean printable = character > ' ' && character < 0x7F;
        boolean one = character == '\t' || name.length() == 1;
        if (!one
                || character != '\t' && !printable
                || Character.isLetterOrDigit(character)
                || IN_USE.indexOf(character) >= 0) {
            throw new IllegalArgumentException(
                    "CSV_DELIMITER: '%s' cannot separate columns, expected for example , or ; or | or tab"
                            .formatted(name));
        }
        return new Delimiter((byte) character);
    }

    /** True for the one that cannot be seen. */
    public boolean isTab() {
        return character == '\t';
    }

    @Override
    public String toString() {
        return isTab() ? "tab" : String.valueOf((char) character);
    }

    /** Reads the setting, so that a wrong one keeps the service from starting. */
    public static final class OfSetting implements Converter<Delimiter> {

        private static final long serialVersionUID = 1L;

        @Override
        public Delimiter convert(String value) {
            return named(value);
        }
    }
}
