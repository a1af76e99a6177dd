package telco.usage.faults;

import java.util.stream.Collectors;

/**
 * What can be set with {@code -Dfaults.<name>=}.
 *
 * @param tries how many kills at random moments; the other scenarios' numbers follow from it
 * @param seed decides files, moments and mutations; which of them then fall into which step depends on the machine too
 */
record FaultSettings(int tries, long seed) {

    static final FaultSettings CURRENT = read();

    FaultSettings {
        if (tries < 1) {
            throw new IllegalArgumentException("faults.tries must be 1 or more");
        }
    }

    private static FaultSettings read() {
        return new FaultSettings(Integer.getInteger("faults.tries", 100), Long.getLong("faults.seed", 1));
    }

    /** As many as {@code full} when there are 100 tries, fewer or more when there are not; never none. */
    int scaled(int full) {
        return (int) Math.max(1, Math.round(full * (tries / 100.0)));
    }

    /** The command that does the same again. */
    static String command() {
        return System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith("faults."))
                .sorted()
                .map(name -> " -D" + name + "=" + System.getProperty(name))
                .collect(Collectors.joining("", "./mvnw -Pfaults verify -DskipTests", ""));
    }
}
