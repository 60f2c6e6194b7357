package io.acuity.networks.resshift;

import io.acuity.checkpoints.safetensors.Tensor;
import io.acuity.imaging.FloatImage;
import java.util.Map;
import java.util.Objects;

/**
 * Attention within shifted windows written out pixel by pixel, in double precision: for each query, the pixels that
 * share its window after the shift, with bias and separation by where they lie in it.
 */
record PlainWindowAttention(Window window, int heads, boolean shifted, Map<String, Tensor> weights) {

    FloatImage apply(FloatImage x) {
        int channels = x.channels();
        int plane = x.height() * x.width();
        double[] qkv = project("attn.qkv", x.values(), channels, 3 * channels, plane);
        float[] attended = new float[channels * plane];
        for (int head = 0; head < heads; head++) {
            for (int row = 0; row < x.height(); row++) {
                for (int column = 0; column < x.width(); column++) {
                    attend(x, qkv, head, new int[] {row, column}, attended);
                }
            }
        }
        double[] out = project("attn.proj", attended, channels, channels, plane);
        FloatImage result = FloatImage.zeros(channels, x.height(), x.width());
        for (int i = 0; i < out.length; i++) {
            result.values()[i] = (float) out[i];
        }
        return result;
    }

    private void attend(FloatImage x, double[] qkv, int head, int[] at, float[] attended) {
        int channels = x.channels();
        int plane = x.height() * x.width();
        int width = channels / heads;
        int side = window.side();
        int shift = shifted ? window.shift() : 0;
        int shiftedRow = Math.floorMod(at[0] - shift, x.height());
        int shiftedColumn = Math.floorMod(at[1] - shift, x.width());
        int query = shiftedRow % side * side + shiftedColumn % side;
        boolean lastRow = shiftedRow / side == x.height() / side - 1;
        double[] logits = new double[side * side];
        int[] pixels = new int[side * side];
        for (int key = 0; key < logits.length; key++) {
            int row = (shiftedRow / side * side + key / side + shift) % x.height();
            int column = (shiftedColumn / side * side + key % side + shift) % x.width();
            pixels[key] = row * x.width() + column;
            for (int c = head * width; c < (head + 1) * width; c++) {
                logits[key] += qkv[c * plane + at[0] * x.width() + at[1]] * qkv[(channels + c) * plane + pixels[key]];
            }
            int rows = query / side - key / side + side - 1;
            int columns = query % side - key % side + side - 1;
            boolean apart = shifted && lastRow && (query % side >= side - shift) != (key % side >= side - shift);
            logits[key] = logits[key] / Math.sqrt(width)
                    + values("attn.relative_position_bias_table")[(rows * (2 * side - 1) + columns) * heads + head]
                    - (apart ? 100 : 0);
        }
        double sum = 0;
        for (double logit : logits) {
            sum += Math.exp(logit);
        }
        for (int c = head * width; c < (head + 1) * width; c++) {
            double value = 0;
            for (int key = 0; key < logits.length; key++) {
                value += Math.exp(logits[key]) / sum * qkv[(2 * channels + c) * plane + pixels[key]];
            }
            attended[c * plane + at[0] * x.width() + at[1]] = (float) value;
        }
    }

    private double[] project(String name, float[] x, int in, int out, int plane) {
        float[] weight = values(name + ".weight");
        float[] bias = values(name + ".bias");
        double[] result = new double[out * plane];
        for (int o = 0; o < out; o++) {
            for (int pixel = 0; pixel < plane; pixel++) {
                double sum = bias[o];
                for (int i = 0; i < in; i++) {
                    sum += (double) weight[o * in + i] * x[i * plane + pixel];
                }
                result[o * plane + pixel] = sum;
            }
        }
        return result;
    }

    private float[] values(String name) {
        return Objects.requireNonNull(weights.get(name)).floats();
    }
}
