package telco.usage.inbox;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What the inbox writes into the log, warnings only. */
final class InboxLog {

    private final List<String> messages = new CopyOnWriteArrayList<>();
    private final Logger logger = Logger.getLogger("telco.usage.inbox");
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            if (entry.getLevel().intValue() >= Level.WARNING.intValue()) {
                messages.add(
                        entry.getParameters() == null
                                ? entry.getMessage()
                                : String.format(entry.getMessage(), entry.getParameters()));
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    void start() {
        logger.addHandler(handler);
    }

    void stop() {
        logger.removeHandler(handler);
    }

    List<String> messages() {
        return messages;
    }
}
