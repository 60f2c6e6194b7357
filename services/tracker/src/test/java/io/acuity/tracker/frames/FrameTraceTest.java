package io.acuity.tracker.frames;

import static org.assertj.core.api.Assertions.assertThat;

import io.acuity.events.FrameResult;
import io.acuity.streaming.topics.Topic;
import io.acuity.streaming.trace.Carrier;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;

class FrameTraceTest extends FrameOrderFixture {

    @Test
    void eachFrameIsToldInTheTraceOfItsOwnOutcomeInWhateverOrderTheyCame() {
        // given
        ask("clip", 0, 3);

        // when
        tell("clip", 2, carrier("2"));
        tell("clip", 0, carrier("0"));
        tell("clip", 1, Carrier.NONE);

        // then
        assertThat(carriers()).containsExactly(carrier("0"), Carrier.NONE, carrier("2"));
    }

    @Test
    void ofTwoOutcomesTheFirstCountsWithItsTrace() {
        // given
        ask("clip", 0, 2);

        // when
        tell("clip", 1, carrier("1"));
        tell("clip", 1, carrier("2"));
        tell("clip", 0, carrier("0"));

        // then
        assertThat(carriers()).containsExactly(carrier("0"), carrier("1"));
    }

    private void tell(String clipId, long index, Carrier carrier) {
        FrameResult outcome = Frames.outcome(clipId, index);
        outcomes.pipeInput(new TestRecord<>(
                clipId, Topic.FRAME_OUTCOMES.codec().encode(outcome), new RecordHeaders(carrier.headers())));
    }

    private List<Carrier> carriers() {
        return results.readRecordsToList().stream()
                .map(record -> Carrier.of(record.headers()))
                .toList();
    }

    private static Carrier carrier(String digit) {
        return new Carrier(
                Map.of("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e473" + digit + "-00f067aa0ba902b7-01"));
    }
}
