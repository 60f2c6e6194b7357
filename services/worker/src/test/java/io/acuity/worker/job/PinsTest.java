package io.acuity.worker.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.acuity.worker.model.ModelLease;
import io.acuity.worker.model.ModelShelf;
import io.acuity.worker.model.ModelSlot;
import io.acuity.worker.model.ScriptedModels;
import io.acuity.worker.model.ScriptedShelf;
import io.acuity.worker.model.ServingPair;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PinsTest {
    private final ScriptedModels models = new ScriptedModels();
    private final ModelSlot slot = models.slot(Duration.ofSeconds(1));
    private final ModelShelf shelf = new ScriptedShelf(slot);
    private final Pins pins = new Pins(shelf);

    @Test
    void aRetryRunsOnTheCheckpointOfTheFirstAttemptWhateverWasSwapped() {
        // given
        pins.lease("job", slot.model()).close();

        // when
        slot.publish(ServingPair.alone(models.resident("next")));

        // then
        try (ModelLease retry = pins.lease("job", slot.model());
                ModelLease other = pins.lease("other", slot.model())) {
            assertThat(retry.model().checkpoint()).isEqualTo(slot.ownCheckpoint());
            assertThat(other.model().checkpoint()).isEqualTo("next");
        }
        assertThat(models.released()).isEmpty();
        pins.end("job");
        assertThat(models.released()).containsExactly(slot.ownCheckpoint());
    }

    @Test
    void aJobMovedToStableStaysThere() {
        // given
        slot.publish(new ServingPair(slot.serving().stable(), models.resident("candidate"), 1));
        ModelLease attempt = pins.lease("job", slot.model());
        assertThat(attempt.isCandidate()).isTrue();

        // when
        pins.moveToStable("job", slot.model());
        slot.publish(ServingPair.alone(slot.serving().stable()));

        // then: the attempt still holds the candidate, later ones run on stable
        assertThat(models.released()).isEmpty();
        attempt.close();
        assertThat(models.released()).containsExactly("candidate");
        try (ModelLease again = pins.lease("job", slot.model())) {
            assertThat(again.isCandidate()).isFalse();
            assertThat(again.model().checkpoint()).isEqualTo(slot.ownCheckpoint());
        }
        assertThat(pins.pinned("job")).isNotNull();
        pins.end("job");
        assertThat(pins.pinned("job")).isNull();
    }
}
