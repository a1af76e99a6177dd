package telco.usage.inbox;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;

/** What the inbox writes into the log. */
final class InboxLog {

    private final List<LogRecord> entries = new CopyOnWriteArrayList<>();
    private final Logger logger = Logger.getLogger("telco.usage.inbox");
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            entries.add(entry);
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

    /** Warnings and worse. */
    List<String> warnings() {
        return texts(entries.stream().filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue()));
    }

    List<String> messages() {
        return texts(entries.stream());
    }

    private static List<String> texts(Stream<LogRecord> entries) {
        return entries.map(InboxLog::text).toList();
    }

    private static String text(LogRecord entry) {
        return entry.getParameters() == null
                ? entry.getMessage()
                : String.format(entry.getMessage(), entry.getParameters());
    }
}
