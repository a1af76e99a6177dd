package telco.usage.control;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import telco.usage.input.LogText;
import telco.usage.run.RunErrorCode;
import telco.usage.run.RunFailedException;

/** Reads the text of a control file, line by line. Anything that it cannot be sure of fails the run. */
final class ControlText {

    private static final int SHOWN_CHARACTERS = 60;

    private final String fileName;
    private final Set<ControlKey> seen = EnumSet.noneOf(ControlKey.class);
    private Announced announced = Announced.NOTHING;

    private ControlText(String fileName) {
        this.fileName = fileName;
    }

    /** @throws RunFailedException CONTROL_FILE_INVALID, with the line and what to do */
    static Announced parse(String text, String fileName) {
        ControlText control = new ControlText(fileName);
        // A byte-order mark is no text; Windows editors put it there.
        String[] lines = text.replaceFirst("^\uFEFF", "").split("\r\n|\r|\n");
        for (int i = 0; i < lines.length; i++) {
            control.read(lines[i].strip(), i + 1);
        }
        if (control.seen.isEmpty()) {
            throw invalid(fileName, " says nothing of the file, expected some of " + ControlKey.all());
        }
        return control.announced;
    }

    private void read(String line, int number) {
        if (line.isEmpty() || line.startsWith("#")) {
            return;
        }
        int separator = separator(line);
        if (separator < 0) {
            throw invalid(number, "is " + quote(line) + ", expected a key, = or :, and a value");
        }
        String key = line.substring(0, separator).strip();
        Optional<ControlKey> known = ControlKey.of(key);
        if (known.isEmpty()) {
            throw invalid(number, "has the key " + quote(key) + ", known are " + ControlKey.all());
        }
        add(known.get(), line.substring(separator + 1).strip(), number);
    }

    private void add(ControlKey key, String value, int number) {
        if (!seen.add(key)) {
            throw invalid(number, "has " + key.text() + " for the second time");
        }
        if (!key.accepts(value)) {
            throw invalid(number, key.text() + " is " + quote(value) + ", expected " + key.expected());
        }
        announced = key.add(announced, value);
    }

    private static int separator(String line) {
        int equals = line.indexOf('=');
        int colon = line.indexOf(':');
        return equals < 0 || colon < 0 ? Math.max(equals, colon) : Math.min(equals, colon);
    }

    private RunFailedException invalid(int number, String what) {
        return invalid(fileName, " line " + number + ": " + what);
    }

    static RunFailedException invalid(String fileName, String what) {
        return new RunFailedException(
                RunErrorCode.CONTROL_FILE_INVALID,
                fileName + what + ". Nothing was loaded; correct the control file and deliver both files again.");
    }

    private static String quote(String text) {
        return "'"
                + LogText.of(text.length() <= SHOWN_CHARACTERS ? text : text.substring(0, SHOWN_CHARACTERS) + "…")
                + "'";
    }
}
