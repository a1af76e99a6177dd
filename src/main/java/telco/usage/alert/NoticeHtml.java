package telco.usage.alert;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;

/**
 * A notice as a page, see {@code templates/alert/NoticeHtml.html}. What comes from a file is escaped there.
 *
 * @param color of what kind and how grave it is
 */
@CheckedTemplate(basePath = "alert")
record NoticeHtml(Notice notice, String color) implements TemplateInstance {

    private static final String GREEN = "#2e7d32";
    private static final String YELLOW = "#f9a825";
    private static final String RED = "#c62828";

    static NoticeHtml of(Delivery delivery) {
        return new NoticeHtml(delivery.notice(), color(delivery));
    }

    private static String color(Delivery delivery) {
        if (delivery.kind() == Alert.Kind.RECOVERED) {
            return GREEN;
        }
        return switch (delivery.severity()) {
            case INFO -> GREEN;
            case WARNING -> YELLOW;
            case ERROR -> RED;
        };
    }
}
