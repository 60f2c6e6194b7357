package io.acuity.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SessionsTest {

    private static final String SECRET = "a secret that two gateways share";
    private static final Pass OLGA =
            new Pass(new Caller("olga", EnumSet.of(Role.USER, Role.OPERATOR)), "k1", null, false);

    private final MovedClock clock = new MovedClock();

    @Test
    void aSessionIsGoodAtEveryGatewayWithTheSecretAndAtNoOther() {
        // when
        String session = new Sessions(SECRET, clock).begin(OLGA);

        // then
        assertThat(new Sessions(SECRET, clock).read(session)).hasValueSatisfying(pass -> {
            assertThat(pass.caller()).isEqualTo(OLGA.caller());
            assertThat(pass.keyId()).isEqualTo("k1");
            assertThat(pass.session()).isTrue();
        });
        assertThat(new Sessions(SECRET + "!", clock).read(session)).isEmpty();
        assertThat(new Sessions(null, clock).read(session)).isEmpty();
    }

    @Test
    void aSessionEndsAfterTwelveHoursOrWithItsToken() {
        // given
        var sessions = new Sessions(SECRET, clock);
        var token = new Pass(
                new Caller("anna", Set.of(Role.USER)), null, clock.instant().plusSeconds(60), false);
        String ofKey = sessions.begin(OLGA);
        String ofToken = sessions.begin(token);

        // when
        clock.move(61);

        // then
        assertThat(sessions.read(ofToken)).isEmpty();
        assertThat(sessions.read(ofKey)).isPresent();
        clock.move(12 * 3600);
        assertThat(sessions.read(ofKey)).isEmpty();
    }

    @Test
    void whatWasChangedIsNoSession() {
        // given
        var sessions = new Sessions(SECRET, clock);
        String session = sessions.begin(OLGA);

        // when, then
        for (int place = 0; place < session.length(); place++) {
            char other = session.charAt(place) == 'A' ? 'B' : 'A';
            String changed = session.substring(0, place) + other + session.substring(place + 1);
            // The last digit of Base64 has bits to spare.
            if (place != session.length() - 1) {
                assertThat(sessions.read(changed)).as(changed).isEmpty();
            }
        }
        for (String text : new String[] {"", ".", "x", "x.y", "…", ".." + session}) {
            assertThat(sessions.read(text)).as(text).isEmpty();
        }
    }
}
