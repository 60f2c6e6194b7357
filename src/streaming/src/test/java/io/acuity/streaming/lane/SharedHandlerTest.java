package io.acuity.streaming.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.context.Context;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class SharedHandlerTest {

    @Test
    void aRecordThatComesBackIsTakenAwayFromTheHandThatStillWorksOnIt() {
        // given
        var handler = ScriptedHandler.manual();
        var shared = new SharedHandler(handler);
        LaneRecord first = record(7);
        CompletableFuture<LaneOutput> before = shared.handle(first);

        // when
        CompletableFuture<LaneOutput> after = shared.handle(record(7));

        // then: the first hand is told nothing by its handler, and leaves nothing
        assertThat(before).isCancelled();
        assertThat(handler.revoked).containsExactly("job-7");
        assertThat(shared.giveUp(first, new CancellationException()).events()).isEmpty();
        assertThat(after).isNotDone();
    }

    @Test
    void theSecondHandsWorkIsNotTakenForTheFirstOnes() {
        // given
        var handler = ScriptedHandler.manual();
        var shared = new SharedHandler(handler);
        LaneRecord first = record(7);
        CompletableFuture<LaneOutput> before = shared.handle(first);
        CompletableFuture<LaneOutput> after = shared.handle(record(7));

        // when: the first hand drops its record
        shared.revoked(first);

        // then: only the handing over was told
        assertThat(handler.revoked).hasSize(1);
        assertThat(before).isCancelled();
        assertThat(after).isNotDone();
    }

    @Test
    void anotherAttemptOfTheSameHandIsNotAnotherHand() {
        // given
        var handler = ScriptedHandler.manual();
        var shared = new SharedHandler(handler);
        LaneRecord record = record(7);
        shared.handle(record).completeExceptionally(new IllegalStateException("device lost"));

        // when
        CompletableFuture<LaneOutput> again = shared.handle(record.again());

        // then
        assertThat(again).isNotDone();
        assertThat(handler.revoked).isEmpty();
    }

    @Test
    void whatIsDroppedOrGivenUpOtherwiseReachesTheHandler() {
        // given
        var handler = ScriptedHandler.manual();
        var shared = new SharedHandler(handler);
        handler.room = false;
        LaneRecord record = record(7);
        CompletableFuture<LaneOutput> work = shared.handle(record);

        // when
        shared.revoked(record);
        LaneOutput output = shared.giveUp(record(8), new IllegalStateException("device lost"));

        // then
        assertThat(handler.revoked).containsExactly("job-7");
        assertThat(work).isNotDone();
        assertThat(output.events()).hasSize(2);
        assertThat(shared.hasRoom()).isFalse();
    }

    private static LaneRecord record(long offset) {
        byte[] key = ("job-" + offset).getBytes(StandardCharsets.UTF_8);
        return new LaneRecord("requests", 0, offset, key, new byte[] {1}, Instant.EPOCH, 1, Context.root());
    }
}
