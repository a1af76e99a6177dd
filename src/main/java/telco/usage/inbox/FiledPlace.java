package telco.usage.inbox;

import java.util.Optional;
import telco.usage.run.RunState;

/** Where a file is kept once its run has ended. */
enum FiledPlace {
    ARCHIVE("archive"),
    REJECTED("rejected"),
    DUPLICATES("duplicates");

    private final String folder;

    FiledPlace(String folder) {
        this.folder = folder;
    }

    String folder() {
        return folder;
    }

    /** The place for the file of a run in this state; empty while the run goes on. */
    static Optional<FiledPlace> of(RunState state) {
        return switch (state) {
            case QUEUED, RUNNING, CANCELLING -> Optional.empty();
            case SUCCEEDED, SUCCEEDED_WITH_WARNINGS, REVERTED -> Optional.of(ARCHIVE);
            case FAILED, CANCELLED -> Optional.of(REJECTED);
            case SKIPPED_DUPLICATE -> Optional.of(DUPLICATES);
        };
    }
}
