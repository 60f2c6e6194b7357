package io.acuity.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.acuity.gateway.access.AccessSettings;
import io.acuity.gateway.upload.Offer;
import io.acuity.streaming.KafkaSettings;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GatewaySettingsTest {

    private static final AccessSettings KEYS = AccessSettings.keys(Path.of("keys.json"));
    private static final AccessSettings OPEN = new AccessSettings(null, null, null, true);

    private static GatewaySettings settings(String host, AccessSettings access) {
        return new GatewaySettings(
                host,
                0,
                KafkaSettings.of("localhost:9092"),
                URI.create("file:///tmp/blobs"),
                Offer.unchecked("acuity-s-x4"),
                GatewayLimits.DEFAULT,
                null,
                access,
                null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "192.168.7.1"})
    void aGatewayForOtherMachinesAsksForKeysOrSaysThatItIsOpen(String host) {
        assertThatThrownBy(() -> settings(host, AccessSettings.THIS_MACHINE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(host, "--api-keys", "--open-to-all");
        assertThatCode(() -> settings(host, KEYS)).doesNotThrowAnyException();
        assertThatCode(() -> settings(host, OPEN)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.0.0.7", "localhost", "::1"})
    void aGatewayForThisMachineAsksNobody(String host) {
        assertThatCode(() -> settings(host, AccessSettings.THIS_MACHINE)).doesNotThrowAnyException();
    }

    @Test
    void secretsAreNotPrinted() {
        // given
        var access = new AccessSettings(null, null, "a secret of more than thirty-two characters", true);

        // when, then
        assertThat(settings("127.0.0.1", access).toString()).doesNotContain("thirty-two");
        assertThatThrownBy(() -> new AccessSettings(null, null, "too short", false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("too short");
        assertThatThrownBy(() -> new AccessSettings(Path.of("keys.json"), null, null, true))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
