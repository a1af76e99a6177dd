package telco.usage.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import telco.usage.audit.Actor;

class RunRequestTest {

    private static RunRequest request(RunTrigger trigger, boolean force, boolean validateOnly) {
        Path file = Path.of("/input/usage.csv");
        return new RunRequest(trigger, new Actor("anna"), "usage.csv", file, 1, force, validateOnly);
    }

    @ParameterizedTest
    @CsvSource({
        "API, false, false, SUBMIT, usage.csv is to be loaded",
        "UPLOAD, false, true, SUBMIT, 'usage.csv is to be checked, and not loaded'",
        "CLI, false, false, SUBMIT, usage.csv is to be loaded",
        "CLI, true, false, FORCE, usage.csv is to be loaded even if its content was loaded before",
        "API, true, true, FORCE, usage.csv is to be loaded even if its content was loaded before"
    })
    void whatSomebodyAsksFor_isAudited(
            RunTrigger trigger, boolean force, boolean validateOnly, String action, String detail) {
        assertThat(request(trigger, force, validateOnly).act()).hasValueSatisfying(act -> {
            assertThat(act.action()).hasToString(action);
            assertThat(act.detail()).isEqualTo(detail);
        });
    }

    @ParameterizedTest
    @CsvSource({"INBOX", "REPLAY"})
    void whatIsTakenFromTheInbox_andReplays_haveNoEntryFromHere(RunTrigger trigger) {
        assertThat(request(trigger, false, false).act()).isEmpty();
    }
}
