package io.acuity.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.acuity.checkpoints.bundle.BundleCatalog;
import io.acuity.checkpoints.bundle.ModelBundle;
import io.acuity.diffusion.Denoiser;
import io.acuity.diffusion.Target;
import io.acuity.diffusion.TileBatch;
import io.acuity.diffusion.shift.ShiftProcess;
import io.acuity.diffusion.shift.ShiftSchedule;
import io.acuity.worker.upscale.ShiftModel;
import java.nio.FloatBuffer;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CandidateFaultsTest {
    private static final int PICTURES = 4_000;
    private static final FloatBuffer NOWHERE = FloatBuffer.allocate(0);

    @Test
    void aShareOfThePicturesIsHitTheSameOnesAgainWhereverInABatch() {
        // given
        CandidateFaults faults = new CandidateFaults(0.1, 7);
        TileBatch all = batch(PICTURES);

        // when
        int[] hit =
                IntStream.range(0, PICTURES).filter(n -> faults.hits(all, n)).toArray();

        // then: three standard deviations of a binomial
        assertThat(hit.length).isBetween(343, 457);
        assertThat(IntStream.range(0, PICTURES).filter(n -> faults.hits(alone(all, n), 0)))
                .containsExactly(IntStream.of(hit).boxed().toArray(Integer[]::new));
    }

    @Test
    void onlyTheNamedCheckpointFailsAndOnlyOnceItIsNamed() {
        // given
        CandidateFaults faults = new CandidateFaults(1, 7);
        ModelBundle bundle = BundleCatalog.find(BundleCatalog.DEFAULT_MODEL);
        Denoiser one = denoiser(faults, bundle, "m@one");
        Denoiser other = denoiser(faults, bundle, "m@other");
        TileBatch batch = batch(1);
        one.predict(batch, NOWHERE);

        // when
        faults.begin("m@one");

        // then
        assertThatThrownBy(() -> one.predict(batch, NOWHERE)).isInstanceOf(IllegalStateException.class);
        other.predict(batch, NOWHERE);
    }

    private static Denoiser denoiser(CandidateFaults faults, ModelBundle bundle, String checkpoint) {
        ShiftProcess process = ShiftProcess.of(ShiftSchedule.of(new double[] {1}, 0), Target.RESIDUAL);
        ShiftModel good = new ShiftModel("m", checkpoint, "0", 4, new Idle(), process);
        return ((ShiftModel) faults.apply(any -> good).load(bundle)).denoiser();
    }

    private static TileBatch batch(int size) {
        Random random = new Random(3);
        FloatBuffer lowRes = FloatBuffer.allocate(size * 3 * 16);
        for (int i = 0; i < lowRes.capacity(); i++) {
            lowRes.put(i, random.nextInt(256) / 127.5f - 1);
        }
        return new TileBatch(size, 4, 4, FloatBuffer.allocate(0), lowRes, new int[size]);
    }

    private static TileBatch alone(TileBatch all, int n) {
        return new TileBatch(1, 4, 4, all.state(), all.lowRes().slice(n * 3 * 16, 3 * 16), new int[1]);
    }

    /** A network that does nothing. */
    private static final class Idle implements Denoiser {
        @Override
        public int channels() {
            return 48;
        }

        @Override
        public int radius() {
            return 1;
        }

        @Override
        public void predict(TileBatch batch, FloatBuffer prediction) {
            // As good as any.
        }

        @Override
        public void close() {
            // Holds nothing.
        }
    }
}
