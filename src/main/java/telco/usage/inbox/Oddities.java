package telco.usage.inbox;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jboss.logging.Logger;
import telco.usage.input.LogText;

/** Says once of each odd thing in a folder that it is there, however many there are and however often one looks. */
final class Oddities {

    /** Lines at a time; who has more will look at the folder anyway. */
    private static final int MOST_LINES = 20;

    private final Logger log;
    private Set<Path> told = Set.of();

    Oddities(Logger log) {
        this.log = log;
    }

    /** @param odd all that is odd now, and what is: the words behind its name */
    void tell(Map<Path, String> odd) {
        int lines = 0;
        int more = 0;
        for (Map.Entry<Path, String> each : odd.entrySet()) {
            if (told.contains(each.getKey())) {
                continue;
            }
            if (++lines <= MOST_LINES) {
                log.warnf("%s %s", LogText.of(each.getKey()), each.getValue());
            } else {
                more++;
            }
        }
        if (more > 0) {
            log.warnf("… and so it is with %d more", more);
        }
        told = new HashSet<>(odd.keySet());
    }
}
