package io.acuity.networks.attribution;

import io.acuity.networks.graph.Window;

/**
 * A convolution without bias in loops, and its vector-Jacobian product: what the emitted operations are compared with.
 *
 * @param in channels of the input
 * @param out channels of the output
 * @param height rows of the input
 * @param width columns of the input
 * @param window geometry
 */
record PlainConvolution(int in, int out, int height, int width, Window window) {
    int rows() {
        return (height + 2 * window.padding() - window.side()) / window.stride() + 1;
    }

    int columns() {
        return (width + 2 * window.padding() - window.side()) / window.stride() + 1;
    }

    int inputs() {
        return in * height * width;
    }

    int outputs() {
        return out * rows() * columns();
    }

    int weights() {
        return out * in * window.side() * window.side();
    }

    double[] forward(double[] x, double[] weight) {
        double[] y = new double[outputs()];
        each((input, place, output) -> y[output] += x[input] * weight[place]);
        return y;
    }

    double[] backward(double[] gradient, double[] weight) {
        double[] x = new double[inputs()];
        each((input, place, output) -> x[input] += gradient[output] * weight[place]);
        return x;
    }

    private interface Product {
        void add(int input, int weight, int output);
    }

    private void each(Product product) {
        for (int o = 0; o < outputs(); o++) {
            int channel = o / (rows() * columns());
            int top = o / columns() % rows() * window.stride() - window.padding();
            int left = o % columns() * window.stride() - window.padding();
            for (int k = 0; k < in * window.side() * window.side(); k++) {
                int y = top + k / window.side() % window.side();
                int x = left + k % window.side();
                if (y >= 0 && y < height && x >= 0 && x < width) {
                    int plane = k / (window.side() * window.side());
                    product.add((plane * height + y) * width + x, channel * in * window.side() * window.side() + k, o);
                }
            }
        }
    }
}
