package dev.idiolect.oauth.internal.http;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;

/**
 * Distinguishes addresses of the public Internet from all others.
 *
 * @see <a href="https://www.iana.org/assignments/iana-ipv4-special-registry">IANA: IPv4 special-purpose addresses</a>
 * @see <a href="https://www.iana.org/assignments/iana-ipv6-special-registry">IANA: IPv6 special-purpose addresses</a>
 */
final class PublicAddresses {

    private static final List<Block> SPECIAL_4 = List.of(
            block(8, 0), // "this network", unspecified
            block(8, 10), // private
            block(10, 100, 64), // carrier-grade NAT
            block(8, 127), // loopback
            block(16, 169, 254), // link-local, cloud metadata
            block(12, 172, 16), // private
            block(24, 192, 0, 0), // protocol assignments
            block(24, 192, 0, 2), // documentation
            block(24, 192, 88, 99), // 6to4 relays, withdrawn
            block(16, 192, 168), // private
            block(15, 198, 18), // benchmarks
            block(24, 198, 51, 100), // documentation
            block(24, 203, 0, 113), // documentation
            block(4, 224), // multicast
            block(4, 240)); // reserved, broadcast

    // The only global unicast range of IPv6; the rest is special or unassigned.
    private static final Block GLOBAL_6 = block(3, 0x20);

    private static final List<Block> SPECIAL_6 = List.of(
            block(23, 0x20, 0x01, 0x00), // protocol assignments: Teredo, benchmarks, ORCHID
            block(32, 0x20, 0x01, 0x0d, 0xb8), // documentation
            block(16, 0x20, 0x02), // 6to4, withdrawn: holds any IPv4 address
            block(20, 0x3f, 0xff, 0x00)); // documentation

    // IPv4 addresses as seen from an IPv6-only network (RFC 6052 section 2.1); 64:ff9b:1::/48 is for local use.
    private static final Block NAT64 = block(96, 0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0);

    private static final Block MAPPED = block(96, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff);

    private PublicAddresses() {}

    static boolean isPublic(InetAddress address) {
        byte[] bytes = address.getAddress();
        return address instanceof Inet4Address ? isPublic4(bytes) : isPublic6(bytes);
    }

    static boolean isPublic6(byte[] bytes) {
        if (NAT64.contains(bytes) || MAPPED.contains(bytes)) {
            return isPublic4(new byte[] {bytes[12], bytes[13], bytes[14], bytes[15]});
        }
        return GLOBAL_6.contains(bytes) && SPECIAL_6.stream().noneMatch(block -> block.contains(bytes));
    }

    private static boolean isPublic4(byte[] bytes) {
        return SPECIAL_4.stream().noneMatch(block -> block.contains(bytes));
    }

    private static Block block(int bits, int... prefix) {
        return new Block(bits, prefix);
    }

    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    private record Block(int bits, int[] prefix) {

        boolean contains(byte[] address) {
            for (int i = 0; i * 8 < bits; i++) {
                int mask = bits - i * 8 >= 8 ? 0xff : (0xff << (8 - (bits - i * 8))) & 0xff;
                if ((address[i] & mask) != (prefix[i] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }
}
