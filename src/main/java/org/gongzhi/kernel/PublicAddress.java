package org.gongzhi.kernel;

import java.math.BigInteger;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/// Which addresses lie in the open Internet. All special ranges of the IANA registries are not (RFC 6890 and what came
/// after it): neither this house nor anything that leads back into it, such as an IPv4 address within an IPv6 one.
public final class PublicAddress {

    /// All addresses of `octets` bytes that begin like `start`.
    private record Range(BigInteger start, int octets, int bits) {

        static Range of(String written) {
            String[] parts = written.split("/");
            byte[] start = InetAddress.ofLiteral(parts[0]).getAddress();
            return new Range(new BigInteger(1, start), start.length, Integer.parseInt(parts[1]));
        }

        boolean holds(byte[] address) {
            int rest = octets * 8 - bits;
            return address.length == octets
                    && new BigInteger(1, address).shiftRight(rest).equals(start.shiftRight(rest));
        }
    }

    /// IPv4: everything but these.
    private static final List<Range> CLOSED = ranges(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.31.196.0/24",
            "192.52.193.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "192.175.48.0/24",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4");

    /// IPv6: what is given out for the open Internet, but for these within it.
    private static final Range GIVEN_OUT = Range.of("2000::/3");

    private static final List<Range> WITHIN =
            ranges("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20");

    private PublicAddress() {}

    private static List<Range> ranges(String... written) {
        return List.of(written).stream().map(Range::of).toList();
    }

    public static boolean is(InetAddress address) {
        byte[] octets = address.getAddress();
        return address instanceof Inet4Address
                ? CLOSED.stream().noneMatch(each -> each.holds(octets))
                : GIVEN_OUT.holds(octets) && WITHIN.stream().noneMatch(each -> each.holds(octets));
    }

    /// The addresses of a host, looked up now; unknown when any of them is not public.
    public static InetAddress[] of(String host) throws UnknownHostException {
        InetAddress[] all = InetAddress.getAllByName(host);
        for (InetAddress each : all) {
            if (!is(each)) {
                throw new UnknownHostException(host + " is not in the open Internet");
            }
        }
        return all;
    }
}
