package io.acuity.gateway.webhook;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Which addresses are anybody's, and which are our own network's (IANA special-purpose registries, RFC 6890). */
final class PublicAddresses {

    private static final List<Subnet> SPECIAL = List.of(
            Subnet.of("0.0.0.0", 8),
            Subnet.of("10.0.0.0", 8),
            Subnet.of("100.64.0.0", 10),
            Subnet.of("127.0.0.0", 8),
            Subnet.of("169.254.0.0", 16),
            Subnet.of("172.16.0.0", 12),
            Subnet.of("192.0.0.0", 24),
            Subnet.of("192.0.2.0", 24),
            Subnet.of("192.88.99.0", 24),
            Subnet.of("192.168.0.0", 16),
            Subnet.of("198.18.0.0", 15),
            Subnet.of("198.51.100.0", 24),
            Subnet.of("203.0.113.0", 24),
            Subnet.of("224.0.0.0", 4),
            Subnet.of("240.0.0.0", 4));

    /** The only part of IPv6 that is given out. */
    private static final Subnet GLOBAL_UNICAST = Subnet.of("2000::", 3);

    /** Parts of it that tunnel into IPv4, or are for documents. */
    private static final List<Subnet> TUNNELS = List.of(
            Subnet.of("2001::", 23), Subnet.of("2001:db8::", 32), Subnet.of("2002::", 16), Subnet.of("3fff::", 20));

    private PublicAddresses() {}

    static boolean contain(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length == 4) {
            return SPECIAL.stream().noneMatch(subnet -> subnet.contains(bytes));
        }
        return GLOBAL_UNICAST.contains(bytes) && TUNNELS.stream().noneMatch(subnet -> subnet.contains(bytes));
    }

    private record Subnet(InetAddress address, int prefix) {

        static Subnet of(String address, int prefix) {
            try {
                return new Subnet(InetAddress.getByName(address), prefix); // a literal: nothing is looked up
            } catch (UnknownHostException e) {
                throw new IllegalArgumentException(address + " is not an IP address.", e);
            }
        }

        boolean contains(byte[] other) {
            byte[] own = address.getAddress();
            for (int bit = 0; bit < prefix; bit++) {
                int mask = 0x80 >> bit % 8;
                if ((own[bit / 8] & mask) != (other[bit / 8] & mask)) {
                    return false;
                }
            }
            return own.length == other.length;
        }
    }
}
