package telco.usage.alert;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import telco.usage.network.AddressRange;

/**
 * What webhooks may connect to: public addresses, and those that WEBHOOK_ALLOWED_HOSTS opens by the host's name or by a range
 * that they lie in. A slip in a URL, or a name that somebody else lets point elsewhere, must not post to what only this
 * network can reach.
 */
final class WebhookHosts {

    private static final Pattern NAME = Pattern.compile("(?=.*[a-zA-Z])[a-zA-Z0-9._-]+");

    private final Set<String> names = new HashSet<>();
    private final List<AddressRange> ranges = new ArrayList<>();

    private WebhookHosts() {}

    /**
     * Reads the setting.
     *
     * @throws ConfigurationException that says which part of it is wrong
     */
    static WebhookHosts of(AlertConfig config) {
        WebhookHosts hosts = new WebhookHosts();
        for (String part : config.webhookAllowedHosts().orElse("").split(",")) {
            if (!part.isBlank()) {
                hosts.open(part.strip());
            }
        }
        return hosts;
    }

    private void open(String part) {
        Optional<AddressRange> range = AddressRange.parse(part);
        if (range.isPresent()) {
            ranges.add(range.get());
        } else if (NAME.matcher(part).matches()) {
            names.add(normal(part));
        } else {
            throw new ConfigurationException(("WEBHOOK_ALLOWED_HOSTS: '%s' is neither the name of a host nor a range of"
                            + " addresses like 10.1.0.0/16")
                    .formatted(part));
        }
    }

    /** False when the host's letters alone say that nothing there may be connected to. */
    boolean mayName(String host) {
        return AddressRange.literal(host)
                .map(address -> mayReach(host, address))
                .orElse(!isThisMachine(normal(host)) || names.contains(normal(host)));
    }

    /** Whether {@code address}, which {@code host} has now, may be connected to. */
    boolean mayReach(String host, InetAddress address) {
        return names.contains(normal(host))
                || PublicAddresses.contain(address)
                || ranges.stream().anyMatch(range -> range.contains(address));
    }

    /** By RFC 6761 such a name never leads anywhere else; a range may open where it leads. */
    private boolean isThisMachine(String name) {
        return (name.equals("localhost") || name.endsWith(".localhost"))
                && ranges.stream().noneMatch(range -> range.contains(InetAddress.getLoopbackAddress()));
    }

    private static String normal(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }
}
