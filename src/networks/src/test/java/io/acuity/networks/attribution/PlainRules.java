package io.acuity.networks.attribution;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/**
 * The rules of attribution for one sample in loops of double precision, as the paper and its published code state them.
 *
 * @param geometry of the convolution
 * @param x its input
 * @param weight its weight
 */
record PlainRules(PlainConvolution geometry, double[] x, double[] weight) {
    static double safe(double a, double b) {
        return b == 0 ? 0 : a / (b + Math.copySign(1e-9, b));
    }

    double[] gradient(double[] g) {
        return geometry.backward(g, weight);
    }

    double[] flat(double[] c) {
        return proportional(each(x, Math::abs), c);
    }

    private double[] proportional(double[] input, double[] c) {
        double[] absolute = each(weight, Math::abs);
        double[] z = geometry.forward(input, absolute);
        double[] shares = IntStream.range(0, c.length)
                .mapToDouble(i -> safe(c[i], c[i] == 0 ? 0 : z[i]))
                .toArray();
        return product(input, geometry.backward(shares, absolute));
    }

    double[] guided(double[] c, double[] g) {
        double[] b = flat(c);
        double[] phi = channelMean(b);
        double[] masked = IntStream.range(0, g.length)
                .mapToDouble(i -> c[i] == 0 ? 0 : g[i])
                .toArray();
        double[] fx = factorized(x, phi);
        double[] fdx = factorized(gradient(masked), phi);
        double[] m = each(channelMean(product(x, gradient(g))), v -> Math.max(v, 0));
        double most = largest(m);
        double[] a = proportional(each(x, v -> 1), c);
        int pixels = phi.length;
        double[] rest = new double[b.length];
        double sum = 0;
        int support = 0;
        for (int i = 0; i < b.length; i++) {
            if (b[i] != 0) {
                int p = i % pixels;
                rest[i] = (fx[p] + safe(m[p], most)) / (1 + Math.exp(-b[i])) + fdx[p] + a[i];
                sum += rest[i];
                support++;
            }
        }
        double shift = support == 0 ? 0 : sum / support;
        return IntStream.range(0, b.length)
                .mapToDouble(i -> b[i] == 0 ? 0 : b[i] + rest[i] - shift)
                .toArray();
    }

    double[] firstLayer(double[] c) {
        double least = Arrays.stream(x).min().orElseThrow();
        double most = largest(x);
        double[] positive = each(weight, v -> Math.max(v, 0));
        double[] negative = each(weight, v -> Math.min(v, 0));
        double[] lower = geometry.forward(each(x, v -> least), positive);
        double[] upper = geometry.forward(each(x, v -> most), negative);
        double[] z = geometry.forward(x, weight);
        double[] shares = IntStream.range(0, c.length)
                .mapToDouble(i -> safe(c[i], z[i] - lower[i] - upper[i]))
                .toArray();
        double[] own = geometry.backward(shares, weight);
        double[] below = geometry.backward(shares, positive);
        double[] above = geometry.backward(shares, negative);
        return IntStream.range(0, x.length)
                .mapToDouble(i -> x[i] * own[i] - least * below[i] - most * above[i])
                .toArray();
    }

    /** relu(W₊ − W₋) by Cramer's rule. */
    private double[] factorized(double[] tensor, double[] phi) {
        int pixels = phi.length;
        int channels = tensor.length / pixels;
        double most = largest(tensor);
        double[] h = each(tensor, v -> 1 / (1 + Math.exp(-10 * safe(v, most))));
        double[] against = new double[channels];
        double[] inFavour = new double[channels];
        long negatives = Arrays.stream(phi).filter(v -> v < 0).count();
        long positives = Arrays.stream(phi).filter(v -> v > 0).count();
        for (int i = 0; i < h.length; i++) {
            double side = phi[i % pixels];
            against[i / pixels] += side < 0 ? h[i] / negatives : 0;
            inFavour[i / pixels] += side > 0 ? h[i] / positives : 0;
        }
        double a = dot(against, against) + 1;
        double d = dot(inFavour, inFavour) + 1;
        double b = dot(against, inFavour);
        double[] f = new double[pixels];
        for (int p = 0; p < pixels; p++) {
            double[] column = new double[channels];
            for (int c = 0; c < channels; c++) {
                column[c] = h[c * pixels + p];
            }
            double minus = (d * dot(against, column) - b * dot(inFavour, column)) / (a * d - b * b);
            double plus = (a * dot(inFavour, column) - b * dot(against, column)) / (a * d - b * b);
            f[p] = Math.max(0, -(Math.max(minus, 0) - Math.max(plus, 0)));
        }
        return f;
    }

    private double[] channelMean(double[] image) {
        int pixels = geometry.height() * geometry.width();
        double[] mean = new double[pixels];
        for (int i = 0; i < image.length; i++) {
            mean[i % pixels] += image[i] / geometry.in();
        }
        return mean;
    }

    private static double largest(double[] values) {
        return Arrays.stream(values).max().orElseThrow();
    }

    private static double dot(double[] a, double[] b) {
        return Arrays.stream(product(a, b)).sum();
    }

    private static double[] product(double[] a, double[] b) {
        return IntStream.range(0, a.length).mapToDouble(i -> a[i] * b[i]).toArray();
    }

    private static double[] each(double[] values, DoubleUnaryOperator change) {
        return Arrays.stream(values).map(change).toArray();
    }
}
