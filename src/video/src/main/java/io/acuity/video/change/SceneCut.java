package io.acuity.video.change;

import io.acuity.video.FramePixels;
import org.jspecify.annotations.Nullable;

/**
 * Finds frames that begin a new scene. Score of a frame: with d the mean absolute difference to the frame before, in
 * percent of full scale, over every fourth pixel of every fourth row, the smaller of d and |d − previous d|, so that
 * steady motion, where d is large again and again, is no cut. This is the measure of FFmpeg's {@code scdet} filter, and
 * so is the usual threshold of 10. One thread at a time.
 */
public final class SceneCut {
    /** Score from which a frame begins a new scene. */
    public static final double USUAL_THRESHOLD = 10;

    private static final int STEP = 4;
    private static final double PERCENT = 100.0 / 65535;

    private final double threshold;
    private int @Nullable [] before;
    private double differenceBefore;
    private double score;

    /** Creates a detector that has seen nothing. */
    public SceneCut(double threshold) {
        this.threshold = threshold;
    }

    /** Looks at the next frame; the first one always begins a scene. */
    public boolean next(FramePixels frame) {
        int[] now = thinned(frame);
        int[] last = before;
        before = now;
        if (last == null || last.length != now.length) {
            score = 100;
            return true;
        }
        long sum = 0;
        for (int i = 0; i < now.length; i++) {
            sum += Math.abs(now[i] - last[i]);
        }
        double difference = PERCENT * sum / now.length;
        score = Math.min(difference, Math.abs(difference - differenceBefore));
        boolean cut = score >= threshold;
        // After a cut the next frame resembles its predecessor: its small difference must not make a second cut.
        differenceBefore = cut ? 0 : difference;
        return cut;
    }

    /** The last frame's score, from 0 to 100. */
    public double score() {
        return score;
    }

    private static int[] thinned(FramePixels frame) {
        int columns = Math.ceilDiv(frame.width(), STEP);
        int rows = Math.ceilDiv(frame.height(), STEP);
        int[] samples = new int[3 * columns * rows];
        int at = 0;
        for (int y = 0; y < frame.height(); y += STEP) {
            for (int x = 0; x < frame.width(); x += STEP) {
                for (int c = 0; c < 3; c++) {
                    samples[at++] = frame.sample(x, y, c);
                }
            }
        }
        return samples;
    }
}
