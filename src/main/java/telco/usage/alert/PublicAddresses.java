package telco.usage.alert;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import telco.usage.network.AddressRange;

/**
 * Which addresses are anybody's on the internet. All others (this machine, the networks around it, groups of receivers, what
 * is kept for a special purpose) may lead to something that trusts whoever reaches it.
 */
final class PublicAddresses {

    /** By the IANA registry of special-purpose IPv4 addresses, with multicast and what is reserved. */
    private static final List<AddressRange> NOT_PUBLIC_V4 = ranges(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4");

    /** Where public IPv6 addresses come from: not loopback, mapped IPv4, unique local, link-local or multicast. */
    private static final AddressRange GLOBAL_V6 = AddressRange.of("2000::/3");

    /** Special purposes in there: among them tunnels, which can lead to any IPv4 address. */
    private static final List<AddressRange> NOT_PUBLIC_V6 =
            ranges("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20");

    /** An IPv4 address as networks without IPv4 show it: its last four bytes. */
    private static final AddressRange TRANSLATED_V4 = AddressRange.of("64:ff9b::/96");

    private PublicAddresses() {}

    static boolean contain(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length == 4) {
            return NOT_PUBLIC_V4.stream().noneMatch(range -> range.contains(address));
        }
        if (TRANSLATED_V4.contains(address)) {
            return contain(v4(Arrays.copyOfRange(bytes, 12, 16)));
        }
        return GLOBAL_V6.contains(address) && NOT_PUBLIC_V6.stream().noneMatch(range -> range.contains(address));
    }

    private static InetAddress v4(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }

    private static List<AddressRange> ranges(String... texts) {
        return Stream.of(texts).map(AddressRange::of).toList();
    }
}
