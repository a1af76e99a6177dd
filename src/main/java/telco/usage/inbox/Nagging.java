package telco.usage.inbox;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jboss.logging.Logger;

/** Warns of a trouble once, not each second while it lasts: again only when it is another or has come back. */
final class Nagging {

    /** Old troubles are forgotten beyond this many, so that names nobody clears up cannot pile up. */
    private static final int REMEMBERED = 20_000;

    private final Logger log;
    private final Map<Object, String> troubles = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Object, String> eldest) {
            return size() > REMEMBERED;
        }
    };

    Nagging(Logger log) {
        this.log = log;
    }

    /** @param subject what has the trouble: a file, a folder */
    synchronized void warn(Object subject, String message) {
        if (!message.equals(troubles.put(subject, message))) {
            log.warn(message);
        }
    }

    synchronized boolean has(Object subject) {
        return troubles.containsKey(subject);
    }

    /** The subject is well again. */
    synchronized void solved(Object subject) {
        troubles.remove(subject);
    }
}
