package telco.usage.cli;

import java.util.Locale;
import telco.usage.run.Amount;
import telco.usage.run.Disposition;
import telco.usage.run.Finding;
import telco.usage.run.Run;

/** A finished run as text for the terminal. */
final class RunReport {

    private RunReport() {}

    static String of(Run run) {
        StringBuilder text = new StringBuilder();
        line(text, "%s: %s%s", run.label(), run.state(), run.validateOnly() ? " (validated only)" : "");
        if (run.originalRunId() != null) {
            line(text, "The same content was loaded by run %d; --force loads it again.", run.originalRunId());
        }
        line(text, "  %-22s %14s %22s", "", "rows", "charge");
        for (Disposition disposition : Disposition.values()) {
            Amount amount = run.tally().get(disposition);
            line(
                    text,
                    "  %-22s %,14d %22s",
                    disposition.key(),
                    amount.rows(),
                    run.charge().get(disposition.key()));
        }
        for (Finding finding : run.findings()) {
            line(text, "  %s %s: %s", finding.severity(), finding.check(), finding.message());
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append(System.lineSeparator());
    }
}
