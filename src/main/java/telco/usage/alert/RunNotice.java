package telco.usage.alert;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import telco.usage.alert.Notice.Count;
import telco.usage.alert.Notice.Fact;
import telco.usage.alert.Notice.Problem;
import telco.usage.run.Disposition;
import telco.usage.run.Finding;
import telco.usage.run.FirstRejects;
import telco.usage.run.Run;
import telco.usage.run.Sample;

/** What is told about a run. */
final class RunNotice {

    private static final int NAME_LENGTH = 120;
    private static final int ERROR_LENGTH = 1000;
    private static final int LINE_LENGTH = 300;
    private static final int MOST_PROBLEMS = 5;
    private static final int MOST_SAMPLES = 3;

    private RunNotice() {}

    /** @param publicUrl where readers find this service */
    static Notice of(Connection connection, Run run, String publicUrl) throws SQLException {
        String file = OneLine.of(run.file().name(), NAME_LENGTH);
        return new Notice(
                "[telco usage] %s: %s (run %d)".formatted(run.state(), file, run.id()),
                "Run %d of the file %s ended as %s.%s"
                        .formatted(
                                run.id(),
                                file,
                                run.state(),
                                run.validateOnly()
                                        ? " It was to validate the file only: \"loaded\" says what would have been loaded."
                                        : ""),
                run.error() == null
                        ? null
                        : OneLine.of(run.error().code() + ": " + run.error().message(), ERROR_LENGTH),
                List.of(
                        new Fact("File", file + ", " + run.file().sizeBytes() + " bytes"),
                        new Fact("Trigger", run.trigger().name()),
                        new Fact("Requested", String.valueOf(run.requestedAt())),
                        new Fact("Finished", String.valueOf(run.finishedAt()))),
                Arrays.stream(Disposition.values())
                        .map(disposition -> count(run, disposition))
                        .toList(),
                problems(connection, run),
                Attention.consequence(run),
                Attention.advice(run),
                link(run, publicUrl));
    }

    /** What is told when a problem is over. */
    static Notice recovery(Run run, String publicUrl) {
        String file = OneLine.of(run.file().name(), NAME_LENGTH);
        return new Notice(
                "[telco usage] RECOVERED: %s (run %d)".formatted(file, run.id()),
                "A file like the one that failed is loaded: run %d of %s ended as %s."
                        .formatted(run.id(), file, run.state()),
                null,
                List.of(new Fact("File", file), new Fact("Finished", String.valueOf(run.finishedAt()))),
                Arrays.stream(Disposition.values())
                        .map(disposition -> count(run, disposition))
                        .toList(),
                List.of(),
                Attention.consequence(run),
                "Nothing, unless the file that failed is still missing.",
                link(run, publicUrl));
    }

    private static String link(Run run, String publicUrl) {
        return publicUrl.replaceAll("/+$", "") + "/runs/" + run.id();
    }

    private static Count count(Run run, Disposition disposition) {
        String key = disposition.key();
        return new Count(
                key,
                String.format(Locale.ROOT, "%,d", run.rows().get(key)),
                run.charge().get(key));
    }

    /** The findings, the grave ones first, then the first rejects. */
    private static List<Problem> problems(Connection connection, Run run) throws SQLException {
        List<Problem> problems = new ArrayList<>();
        run.findings().stream()
                .filter(finding -> Attention.isNeededFor(finding.severity()))
                .sorted((one, other) -> other.severity().compareTo(one.severity()))
                .limit(MOST_PROBLEMS)
                .forEach(finding -> problems.add(problem(finding)));
        for (FirstRejects.Line reject : FirstRejects.of(connection, run.id(), MOST_PROBLEMS - problems.size())) {
            problems.add(new Problem(OneLine.of(reject.toString(), LINE_LENGTH), List.of()));
        }
        return problems;
    }

    private static Problem problem(Finding finding) {
        String text = "%s %s (%d of %d rows): %s"
                .formatted(finding.severity(), finding.check(), finding.count(), finding.checked(), finding.message());
        return new Problem(
                OneLine.of(text, LINE_LENGTH),
                finding.samples().stream()
                        .limit(MOST_SAMPLES)
                        .map(RunNotice::sample)
                        .toList());
    }

    private static String sample(Sample sample) {
        String text = sample.line() == null ? sample.record() : "line " + sample.line() + ": " + sample.record();
        return OneLine.of(text, LINE_LENGTH);
    }
}
