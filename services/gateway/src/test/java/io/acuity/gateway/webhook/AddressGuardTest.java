package io.acuity.gateway.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressGuardTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "10.1.2.3",
                "100.64.0.1",
                "100.127.255.255",
                "127.0.0.1",
                "127.8.8.8",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.8",
                "192.168.1.1",
                "198.19.0.1",
                "224.0.0.1",
                "240.0.0.1",
                "255.255.255.255",
                "::1",
                "::",
                "::ffff:10.0.0.1",
                "::ffff:127.0.0.1",
                "64:ff9b::a00:1",
                "2002:a00:1::",
                "2001:0:53aa:64c::1",
                "2001:db8::1",
                "fc00::1",
                "fd12:3456::1",
                "fe80::1",
                "ff02::1"
            })
    void privateAndSpecialAddressesAreNotCalled(String address) throws Exception {
        // given: a public name that points inward
        var guard = new AddressGuard(Set.of(), host -> new InetAddress[] {InetAddress.getByName(address)});

        // when, then
        assertThatThrownBy(() -> guard.address(URI.create("https://example.org/hook")))
                .isInstanceOf(TargetRefusedException.class)
                .hasMessageContaining("private network");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "172.15.255.255",
                "172.32.0.0",
                "192.167.255.255",
                "2606:4700::1111",
                "2a00:1450::1"
            })
    void publicAddressesAreCalled(String address) throws Exception {
        // given
        InetAddress there = InetAddress.getByName(address);
        var guard = new AddressGuard(Set.of(), host -> new InetAddress[] {there});

        // when, then
        assertThat(guard.address(URI.create("https://example.org/hook"))).isEqualTo(there);
    }

    @Test
    void onePrivateAddressAmongPublicOnesIsEnough() throws Exception {
        // given
        InetAddress[] mixed = {InetAddress.getByName("1.1.1.1"), InetAddress.getByName("10.0.0.1")};
        var guard = new AddressGuard(Set.of(), host -> mixed);

        // when, then
        assertThatThrownBy(() -> guard.address(URI.create("https://example.org/hook")))
                .isInstanceOf(TargetRefusedException.class);
    }

    @Test
    void anAllowedHostMayBeAnywhereAndWithoutTls() throws Exception {
        // given
        InetAddress inside = InetAddress.getByName("10.0.0.1");
        var guard = new AddressGuard(Set.of("hooks.internal"), host -> new InetAddress[] {inside});

        // when
        URI target = guard.check("http://Hooks.Internal:8080/x?y=1");

        // then
        assertThat(guard.address(target)).isEqualTo(inside);
    }

    @Test
    void aHostWithoutAnAddressMayHaveOneLater() {
        // given
        var guard = new AddressGuard(Set.of(), host -> {
            throw new UnknownHostException(host);
        });

        // when, then
        assertThatThrownBy(() -> guard.address(URI.create("https://example.org/hook")))
                .isInstanceOf(UnknownHostException.class);
    }
}
