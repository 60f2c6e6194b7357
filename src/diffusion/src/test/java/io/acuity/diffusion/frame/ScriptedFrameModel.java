package io.acuity.diffusion.frame;

import io.acuity.diffusion.scheduler.LowRes;
import io.acuity.imaging.FloatImage;
import java.util.function.IntConsumer;

/** A model without mathematics: each step does what the test says, and every result pixel is its LR pixel's red. */
record ScriptedFrameModel(int steps, IntConsumer onStep) implements FrameModel {
    @Override
    public int scale() {
        return 2;
    }

    @Override
    public FrameModel withSteps(int other) {
        return new ScriptedFrameModel(other, onStep);
    }

    @Override
    public long networkPixels(int width, int height) {
        return (long) width * height;
    }

    @Override
    public long codecPixels(int width, int height) {
        return 5;
    }

    @Override
    public FrameChain begin(LowRes lowRes, long seed) {
        return new FrameChain() {
            private int step;

            @Override
            public void step() {
                onStep.accept(step++);
            }

            @Override
            public FloatImage result() {
                int width = 2 * lowRes.width();
                int height = 2 * lowRes.height();
                FloatImage result = FloatImage.zeros(3, height, width);
                for (int i = 0; i < result.values().length; i++) {
                    int x = i % width / 2;
                    int y = i / width % height / 2;
                    result.values()[i] = lowRes.red().sample(x, y) / 32767.5f - 1;
                }
                return result;
            }
        };
    }

    @Override
    public void close() {}
}
