package io.acuity.imaging.degrade;

import io.acuity.imaging.FloatImage;

/** Resampling as PyTorch's {@code interpolate} does it: by pixel centres, edge pixels repeated, without antialiasing. */
public enum ResizeMode {
    /** Mean over the pixels a result pixel touches. */
    AREA {
        @Override
        Axis axis(int from, int to) {
            int count = 0;
            for (int i = 0; i < to; i++) {
                count = Math.max(count, end(i, from, to) - start(i, from, to));
            }
            Axis axis = new Axis(from, to, count);
            for (int i = 0; i < to; i++) {
                int start = start(i, from, to);
                int end = end(i, from, to);
                for (int k = 0; k < end - start; k++) {
                    axis.set(i, k, start + k, 1.0 / (end - start));
                }
            }
            return axis;
        }

        private int start(int i, int from, int to) {
            return (int) ((long) i * from / to);
        }

        private int end(int i, int from, int to) {
            return (int) (((i + 1L) * from + to - 1) / to);
        }
    },
    /** Between the two nearest pixels of each axis. */
    BILINEAR {
        @Override
        Axis axis(int from, int to) {
            Axis axis = new Axis(from, to, 2);
            for (int i = 0; i < to; i++) {
                double centre = Math.max(0, (i + 0.5) * from / to - 0.5);
                int left = (int) centre;
                axis.set(i, 0, left, 1 - (centre - left));
                axis.set(i, 1, left + 1, centre - left);
            }
            return axis;
        }
    },
    /** Keys' cubic kernel with a = −0.75. */
    BICUBIC {
        @Override
        Axis axis(int from, int to) {
            Axis axis = new Axis(from, to, 4);
            for (int i = 0; i < to; i++) {
                double centre = (i + 0.5) * from / to - 0.5;
                int left = (int) Math.floor(centre);
                for (int k = 0; k < 4; k++) {
                    axis.set(i, k, left - 1 + k, cubic(Math.abs(centre - (left - 1 + k))));
                }
            }
            return axis;
        }

        private double cubic(double x) {
            double a = -0.75;
            return x <= 1 ? ((a + 2) * x - (a + 3)) * x * x + 1 : a * (((x - 5) * x + 8) * x - 4);
        }
    };

    abstract Axis axis(int from, int to);

    /**
     * Resamples every channel.
     *
     * @param height rows of the result, at least 1
     * @param width pixels a row of the result, at least 1
     */
    public FloatImage resize(FloatImage image, int height, int width) {
        if (height < 1 || width < 1) {
            throw new IllegalArgumentException(
                    "A picture cannot be resized to " + width + "×" + height + "; both sides must be positive.");
        }
        FloatImage rows = axis(image.width(), width).rows(image);
        return axis(image.height(), height).columns(rows);
    }

    /** The taps of one axis. */
    static final class Axis {
        private final int from;
        private final int to;
        private final int count;
        private final int[] index;
        private final float[] weight;

        Axis(int from, int to, int count) {
            this.from = from;
            this.to = to;
            this.count = count;
            this.index = new int[to * count];
            this.weight = new float[to * count];
        }

        void set(int out, int tap, int in, double share) {
            index[out * count + tap] = Math.clamp(in, 0, from - 1);
            weight[out * count + tap] = (float) share;
        }

        FloatImage rows(FloatImage image) {
            FloatImage result = FloatImage.zeros(image.channels(), image.height(), to);
            for (int row = 0; row < image.channels() * image.height(); row++) {
                for (int x = 0; x < to; x++) {
                    float sum = 0;
                    for (int k = x * count; k < (x + 1) * count; k++) {
                        sum += weight[k] * image.values()[row * from + index[k]];
                    }
                    result.values()[row * to + x] = sum;
                }
            }
            return result;
        }

        FloatImage columns(FloatImage image) {
            int width = image.width();
            FloatImage result = FloatImage.zeros(image.channels(), to, width);
            for (int c = 0; c < image.channels(); c++) {
                for (int y = 0; y < to; y++) {
                    for (int k = y * count; k < (y + 1) * count; k++) {
                        int source = (c * from + index[k]) * width;
                        int target = (c * to + y) * width;
                        for (int x = 0; x < width; x++) {
                            result.values()[target + x] += weight[k] * image.values()[source + x];
                        }
                    }
                }
            }
            return result;
        }
    }
}
