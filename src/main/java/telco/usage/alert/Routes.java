package telco.usage.alert;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import telco.usage.run.AlertDelivery.Channel;
import telco.usage.run.Severity;

/**
 * Who gets which alerts. ALERT_ROUTES has one rule after the other, separated by semicolons:
 * {@code PROVIDER:WARNING=mail:files@provider.example; OPERATIONS:ERROR=mail:night@example.com,webhook}. A rule is for
 * an audience, or {@code *}, from a severity on; {@code webhook} means all of WEBHOOK_URL. An alert goes to all targets of
 * all rules that fit. Without rules every receiver and webhook gets all from WARNING on.
 */
final class Routes {

    private static final String EXPECTED =
            "expected AUDIENCE:SEVERITY=mail:address,webhook with an audience of PROVIDER, DATA, OPERATIONS or *"
                    + " and a severity of INFO, WARNING or ERROR";

    /** @param audience null for any */
    private record Route(Audience audience, Severity from, List<Target> targets) {

        boolean fits(Audience other, Severity severity) {
            return (audience == null || audience == other) && severity.compareTo(from) >= 0;
        }
    }

    private final List<Route> routes;

    private Routes(List<Route> routes) {
        this.routes = routes;
    }

    /**
     * Reads the settings.
     *
     * @throws ConfigurationException that says which part of which setting is wrong
     */
    static Routes of(AlertConfig config) {
        WebhookHosts hosts = WebhookHosts.of(config);
        List<Target> webhooks = list(config.webhookUrl().orElse(""))
                .map(url -> webhook(url, hosts))
                .toList();
        String rules = config.routes().orElse("");
        if (rules.isBlank()) {
            Stream<Target> mails =
                    list(config.receivers().orElse("")).map(address -> new Target(Channel.MAIL, address));
            return new Routes(List.of(new Route(
                    null,
                    Severity.WARNING,
                    Stream.concat(mails, webhooks.stream()).toList())));
        }
        return new Routes(Arrays.stream(rules.split(";"))
                .filter(rule -> !rule.isBlank())
                .map(rule -> route(rule.strip(), webhooks))
                .toList());
    }

    /** Everybody who is to be told. */
    List<Target> targets(Audience audience, Severity severity) {
        return routes.stream()
                .filter(route -> route.fits(audience, severity))
                .flatMap(route -> route.targets().stream())
                .distinct()
                .toList();
    }

    /** True when somebody may get a mail. */
    boolean hasMails() {
        return routes.stream()
                .flatMap(route -> route.targets().stream())
                .anyMatch(target -> target.channel() == Channel.MAIL);
    }

    /** True when nobody is ever told. */
    boolean areEmpty() {
        return routes.stream().allMatch(route -> route.targets().isEmpty());
    }

    private static Route route(String rule, List<Target> webhooks) {
        String[] sides = rule.split("\\s*=\\s*", 2);
        String[] who = sides[0].split("\\s*:\\s*", 2);
        if (sides.length < 2 || who.length < 2) {
            throw wrong(rule);
        }
        List<Target> targets = new ArrayList<>();
        list(sides[1]).forEach(target -> targets.addAll(targets(rule, target, webhooks)));
        try {
            Audience audience = who[0].equals("*") ? null : Audience.valueOf(who[0]);
            return new Route(audience, Severity.valueOf(who[1]), targets);
        } catch (IllegalArgumentException e) {
            throw wrong(rule);
        }
    }

    private static List<Target> targets(String rule, String text, List<Target> webhooks) {
        if (text.equals("webhook")) {
            if (webhooks.isEmpty()) {
                throw new ConfigurationException(
                        "ALERT_ROUTES: '%s' wants a webhook, but WEBHOOK_URL is not set".formatted(rule));
            }
            return webhooks;
        }
        if (!text.startsWith("mail:") || text.indexOf('@') < 0) {
            throw wrong(rule);
        }
        return List.of(new Target(Channel.MAIL, text.substring("mail:".length()).strip()));
    }

    private static Target webhook(String url, WebhookHosts hosts) {
        URI address;
        try {
            address = URI.create(url);
        } catch (IllegalArgumentException e) {
            throw notAWebhook();
        }
        if (address.getHost() == null || !List.of("http", "https").contains(address.getScheme())) {
            throw notAWebhook();
        }
        if (!hosts.mayName(address.getHost())) {
            throw new ConfigurationException(
                    "WEBHOOK_URL: %s is no public address; if alerts are to go there, name it in WEBHOOK_ALLOWED_HOSTS"
                            .formatted(address.getHost()));
        }
        return new Target(Channel.WEBHOOK, url);
    }

    /** Without the URL: what stands in it may be as good as a password. */
    private static ConfigurationException notAWebhook() {
        return new ConfigurationException("WEBHOOK_URL: expected addresses like https://chat.example.com/hook");
    }

    private static ConfigurationException wrong(String rule) {
        return new ConfigurationException("ALERT_ROUTES: '%s' is no rule, %s".formatted(rule, EXPECTED));
    }

    private static Stream<String> list(String text) {
        return Arrays.stream(text.split(",")).map(String::strip).filter(part -> !part.isEmpty());
    }
}
