package telco.usage.alert;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import java.util.List;

/** A notice as plain text, see {@code templates/alert/NoticeText.txt}. */
@CheckedTemplate(basePath = "alert")
record NoticeText(Notice notice, List<String> facts, List<String> counts) implements TemplateInstance {

    static NoticeText of(Notice notice) {
        return new NoticeText(
                notice,
                notice.facts().stream()
                        .map(fact -> "%-10s %s".formatted(fact.name(), fact.value()))
                        .toList(),
                notice.counts().stream()
                        .map(count -> "%-22s%16s%26s".formatted(count.name(), count.rows(), count.charge()))
                        .toList());
    }
}
