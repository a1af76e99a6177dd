package telco.usage.access;

import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import telco.usage.network.AddressRange;

/**
 * The address that a caller has. Of proxies that TRUSTED_PROXIES names it is believed who they had it from: each adds at
 * the right of X-Forwarded-For whom it was called by. What stands further left, callers may have made up.
 */
@Singleton
@Startup
final class CallerAddress {

    static final String UNKNOWN = "an unknown address";

    private static final String HEADER = "X-Forwarded-For";
    private static final Pattern WITH_PORT = Pattern.compile("^(\\[.*]|[0-9.]+):[0-9]{1,5}$");

    private final List<AddressRange> trusted;

    /** @throws ConfigurationException that says which part of the setting is wrong */
    CallerAddress(AccessConfig config) {
        this.trusted = Arrays.stream(config.trustedProxies().orElse("").split(","))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .map(CallerAddress::range)
                .toList();
    }

    private static AddressRange range(String part) {
        return AddressRange.parse(part)
                .orElseThrow(() -> new ConfigurationException(
                        "TRUSTED_PROXIES: '%s' is neither an address nor a range of addresses like 10.1.0.0/16"
                                .formatted(part)));
    }

    String of(HttpServerRequest request) {
        SocketAddress peer = request.connection().remoteAddress();
        return peer == null || peer.hostAddress() == null
                ? UNKNOWN
                : of(peer.hostAddress(), request.headers().getAll(HEADER));
    }

    /**
     * The first one, from the right, that is no trusted proxy. Where it is none that can be read, the proxy that was told
     * so: whoever stands further left is believed even less.
     *
     * @param peer who has sent the request
     * @param forwarded the lines of the header
     */
    String of(String peer, List<String> forwarded) {
        String[] hops = String.join(",", forwarded).split(",", -1);
        String caller = peer;
        for (int i = hops.length - 1; i >= 0 && isTrusted(caller); i--) {
            Optional<InetAddress> before = address(hops[i].strip());
            if (before.isEmpty()) {
                return caller;
            }
            caller = before.get().getHostAddress();
        }
        return caller;
    }

    private boolean isTrusted(String caller) {
        return !trusted.isEmpty()
                && AddressRange.literal(Network.withoutZone(caller))
                        .filter(address -> trusted.stream().anyMatch(range -> range.contains(address)))
                        .isPresent();
    }

    private static Optional<InetAddress> address(String hop) {
        return AddressRange.literal(WITH_PORT.matcher(hop).replaceFirst("$1"));
    }
}
