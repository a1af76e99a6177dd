package telco.usage.alert;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import telco.usage.run.Disposition;
import telco.usage.run.Run;

/**
 * The text of the mail about a run, see {@code templates/alert/RunAlert.txt}. All its texts are single lines.
 *
 * @param file the file's name, fit to print
 * @param error what the run failed with, null when it did not fail
 */
@CheckedTemplate(basePath = "alert")
record RunAlert(
        Run run,
        String file,
        String error,
        List<String> tally,
        List<String> problems,
        String consequence,
        String advice)
        implements TemplateInstance {

    private static final int NAME_LENGTH = 120;
    private static final int ERROR_LENGTH = 1000;

    static RunAlert of(Run run, List<String> problems) {
        String error = run.error() == null
                ? null
                : OneLine.of(run.error().code() + ": " + run.error().message(), ERROR_LENGTH);
        return new RunAlert(
                run,
                OneLine.of(run.file().name(), NAME_LENGTH),
                error,
                Arrays.stream(Disposition.values())
                        .map(disposition -> line(run, disposition))
                        .toList(),
                problems,
                Attention.consequence(run),
                Attention.advice(run));
    }

    /** State, file and run: what tells one mail from the next in a full inbox. */
    String subject() {
        return "[telco usage] %s: %s (run %d)".formatted(run.state(), file, run.id());
    }

    private static String line(Run run, Disposition disposition) {
        String key = disposition.key();
        return String.format(
                Locale.ROOT,
                "%-22s%,16d%26s",
                key,
                run.rows().get(key),
                run.charge().get(key));
    }
}
