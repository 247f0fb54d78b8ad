package org.gongzhi.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

class PublicAddressTest {

    private static final String SPECIAL = """
            0.0.0.0 10.1.2.3 100.64.0.1 100.127.255.254 127.0.0.1 127.9.9.9 169.254.169.254 172.16.0.1 172.31.255.255
            192.0.0.8 192.0.2.1 192.88.99.1 192.168.1.1 198.18.0.1 198.19.255.255 198.51.100.1 203.0.113.9 224.0.0.1
            239.1.1.1 240.0.0.1 255.255.255.255 :: ::1 ::ffff:10.0.0.1 ::ffff:127.0.0.1 ::8.8.8.8 64:ff9b::a00:1
            64:ff9b:1::1 100::1 2001::1 2001:2::1 2001:10::1 2001:db8::1 2002:a00:1:: 3fff::1 5f00::1 fc00::1 fd00::8
            fdff:ffff::1 fe80::1 fec0::1 ff02::1""";

    /// Right before and behind special ranges, and some that are known.
    private static final String OPEN = """
            1.1.1.1 9.255.255.255 11.0.0.0 100.63.255.255 100.128.0.0 172.15.255.255 172.32.0.1 192.0.1.1 198.17.255.255
            198.20.0.1 223.255.255.255 2400:3200::1 2606:4700::1111 2a00:1450::1""";

    @Test
    void whatIsSpecialIsNotPublic() throws Exception {
        for (String address : SPECIAL.split("\\s+")) {
            assertThat(PublicAddress.is(InetAddress.getByName(address)))
                    .as(address)
                    .isFalse();
        }
    }

    @Test
    void whatIsOutsideIsPublic() throws Exception {
        for (String address : OPEN.split("\\s+")) {
            assertThat(PublicAddress.is(InetAddress.getByName(address)))
                    .as(address)
                    .isTrue();
        }
    }

    @Test
    void aNameIsPublicOnlyWithAllItsAddresses() {
        assertThatExceptionOfType(UnknownHostException.class).isThrownBy(() -> PublicAddress.of("localhost"));
    }
}
