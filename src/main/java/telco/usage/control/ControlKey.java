package telco.usage.control;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a line of a control file may speak of. */
enum ControlKey {
    ROWS("[0-9]{1,18}", "a whole number, as in rows=14301"),
    CHARGE("-?[0-9]{1,30}([.][0-9]{1,30})?", "a number with a point, as in charge=9489.841753"),
    DURATION("-?[0-9]{1,30}([.][0-9]{1,30})?", "a number with a point, as in duration=1830212"),
    SHA256("[0-9a-fA-F]{64}", "64 hexadecimal digits");

    private final Pattern pattern;
    private final String expected;

    ControlKey(String pattern, String expected) {
        this.pattern = Pattern.compile(pattern);
        this.expected = expected;
    }

    /** The key as it is written, in any letter case. */
    static Optional<ControlKey> of(String text) {
        return Arrays.stream(values())
                .filter(key -> key.text().equals(text.toLowerCase(Locale.ROOT)))
                .findFirst();
    }

    static String all() {
        return Arrays.stream(values()).map(ControlKey::text).collect(Collectors.joining(", "));
    }

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    String expected() {
        return expected;
    }

    boolean accepts(String value) {
        return pattern.matcher(value).matches();
    }

    /** What was announced so far, and this. */
    Announced add(Announced before, String value) {
        return switch (this) {
            case ROWS -> new Announced(Long.valueOf(value), before.charge(), before.duration(), before.sha256());
            case CHARGE -> new Announced(before.rows(), new BigDecimal(value), before.duration(), before.sha256());
            case DURATION -> new Announced(before.rows(), before.charge(), new BigDecimal(value), before.sha256());
            case SHA256 ->
                new Announced(before.rows(), before.charge(), before.duration(), value.toLowerCase(Locale.ROOT));
        };
    }
}
