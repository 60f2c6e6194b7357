package io.acuity.streaming.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class BrokerQuorumTest {
    private static final String THREE = "1@127.0.0.1:9193,2@127.0.0.1:9293,3@127.0.0.1:9393";

    @Test
    void membersComeToTheSameNameOfTheirCluster() {
        // when
        BrokerQuorum first = BrokerQuorum.of(1, THREE, 3);
        BrokerQuorum second = BrokerQuorum.of(2, "3@127.0.0.1:9393, 2@127.0.0.1:9293,1@127.0.0.1:9193", 3);

        // then
        assertThat(first.clusterId()).isEqualTo(second.clusterId());
        assertThat(second.describeVoters()).isEqualTo(THREE);
    }

    @Test
    void oneOfThreeCopiesMayBeMissing() {
        assertThat(BrokerQuorum.of(1, THREE, 3).leastCopies()).isEqualTo(2);
        assertThat(BrokerQuorum.ALONE.leastCopies()).isEqualTo(1);
    }

    @Test
    void whatIsNoQuorumIsOneSentence() {
        assertThatThrownBy(() -> BrokerQuorum.of(4, THREE, 3))
                .hasMessageContaining("must be one of the voters [1, 2, 3]");
        assertThatThrownBy(() -> BrokerQuorum.of(1, THREE, 4)).hasMessageContaining("1 to 3, the number of brokers");
        assertThatThrownBy(() -> BrokerQuorum.of(1, "1@here", 1)).hasMessageContaining("number@host:port");
    }
}
