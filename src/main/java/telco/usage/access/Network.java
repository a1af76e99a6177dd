package telco.usage.access;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;

/** Where a caller is, as attempts are counted. */
final class Network {

    /** What one customer of a provider has for themselves, at the least: as many addresses as they like. */
    private static final int IPV6_BYTES = 64 / 8;

    private Network() {}

    /**
     * An IPv4 address as it is, of an IPv6 one the network of 64 bits.
     *
     * @param address as digits; what is none stays as it is
     */
    static String of(String address) {
        if (!address.contains(":")) {
            return address;
        }
        try {
            InetAddress parsed = InetAddress.getByName(address.replaceFirst("%.*", ""));
            return parsed instanceof Inet6Address
                    ? HexFormat.of().formatHex(Arrays.copyOf(parsed.getAddress(), IPV6_BYTES)) + "/64"
                    : parsed.getHostAddress();
        } catch (UnknownHostException e) {
            return address;
        }
    }
}
