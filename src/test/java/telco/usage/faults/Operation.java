package telco.usage.faults;

import java.nio.file.Path;

/**
 * Something that changes a warehouse, begun and finished apart so that a fault fits in between.
 *
 * @param file what is loaded, or whose run is reverted
 */
record Operation(Kind kind, Path file) {

    /** What happens to the warehouse. */
    enum Kind {
        /** A file of days that the warehouse does not have. */
        LOAD,
        /** A file of days that it has, with rows that it has, and rows that contradict those. */
        MERGE,
        REVERT,
        /** A small file, behind which all earlier days are dropped. */
        RETENTION
    }

    boolean needsRetention() {
        return kind == Kind.RETENTION;
    }

    void begin(Installation installation) {
        installation.serve(needsRetention());
        if (kind == Kind.REVERT) {
            installation.requestRevert(file);
        } else {
            installation.deliver(file);
        }
    }

    void finish(Installation installation) {
        installation.serve(needsRetention());
        if (kind == Kind.REVERT) {
            installation.awaitReverted(file);
        } else {
            installation.awaitFiled(file);
        }
    }

    /** How far it is, for the report. */
    String progress(Installation installation) {
        return kind + " " + (kind == Kind.REVERT ? installation.progressOfRevert(file) : installation.progressOf(file));
    }
}
