package io.acuity.diffusion.frame;

import io.acuity.diffusion.scheduler.LowRes;
import io.acuity.imaging.FloatImage;
import java.util.function.IntConsumer;

/** A model without mathematics: each step does what the test says, and every result pixel is its LR pixel's red. */
record ScriptedFrameModel(int steps, IntConsumer onStep, FrameChop chop) implements FrameModel {
    ScriptedFrameModel(int steps, IntConsumer onStep) {
        this(steps, onStep, FrameChop.NEVER);
    }

    @Override
    public int scale() {
        return 2;
    }

    @Override
    public FrameModel withSteps(int other) {
        return new ScriptedFrameModel(other, onStep, chop);
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
    public FrameChop chop() {
        return chop;
    }

    /** {@inheritDoc} A mebibyte a pixel. */
    @Override
    public long memoryBytes(int width, int height) {
        return networkPixels(width, height) << 20;
    }

    @Override
    public FrameChain begin(FramePatch patch) {
        LowRes lowRes = patch.lowRes();
        return new FrameChain() {
            private int step;

            @Override
            public boolean step() {
                onStep.accept(step++);
                return true;
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
