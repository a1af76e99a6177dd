package telco.usage.alert;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The part of the settings without which no mail can be sent.
 *
 * @param missing the names of those that are not set: nothing is sent unless this is empty
 */
record MailSettings(String server, String sender, List<String> receivers, List<String> missing) {

    static MailSettings of(AlertConfig config) {
        String server = trimmed(config.server());
        String sender = trimmed(config.sender());
        List<String> receivers = Arrays.stream(trimmed(config.receivers()).split(","))
                .map(String::strip)
                .filter(receiver -> !receiver.isEmpty())
                .toList();
        List<String> missing = new ArrayList<>();
        if (server.isEmpty()) {
            missing.add("SMTP_SERVER");
        }
        if (sender.isEmpty()) {
            missing.add("ALERT_SENDER_EMAIL");
        }
        if (receivers.isEmpty()) {
            missing.add("ALERT_RECEIVER_EMAIL");
        }
        return new MailSettings(server, sender, receivers, List.copyOf(missing));
    }

    boolean complete() {
        return missing.isEmpty();
    }

    /** SMTP_SERVER, ALERT_RECEIVER_EMAIL. */
    String missingNames() {
        return String.join(", ", missing);
    }

    private static String trimmed(Optional<String> value) {
        return value.orElse("").strip();
    }
}
