package telco.usage.access;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import telco.usage.network.AddressRange;

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
        return AddressRange.literal(withoutZone(address)).map(Network::of).orElse(address);
    }

    private static String of(InetAddress address) {
        return address instanceof Inet6Address
                ? HexFormat.of().formatHex(Arrays.copyOf(address.getAddress(), IPV6_BYTES)) + "/64"
                : address.getHostAddress();
    }

    /** Behind its digits an IPv6 address can have the name of the interface that it holds on. */
    static String withoutZone(String address) {
        int zone = address.indexOf('%');
        return zone < 0 ? address : address.substring(0, zone);
    }
}
