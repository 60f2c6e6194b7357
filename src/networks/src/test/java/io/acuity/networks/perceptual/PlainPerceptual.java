package io.acuity.networks.perceptual;

import io.acuity.checkpoints.safetensors.Tensor;
import io.acuity.imaging.FloatImage;
import io.acuity.networks.graph.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** LPIPS in plain loops and double precision, written from its description: what the program is held against. */
final class PlainPerceptual {
    private final Map<String, Tensor> weights;

    PlainPerceptual(Map<String, Tensor> weights) {
        this.weights = weights;
    }

    /** Channels of rows. */
    private record Features(double[][][] values) {
        int channels() {
            return values.length;
        }

        int height() {
            return values[0].length;
        }

        int width() {
            return values[0][0].length;
        }
    }

    double[] taps(PerceptualNet net, FloatImage a, FloatImage b) {
        List<Features> ofA = features(net, a);
        List<Features> ofB = features(net, b);
        double[] taps = new double[ofA.size()];
        for (int i = 0; i < taps.length; i++) {
            taps[i] = distance(ofA.get(i), ofB.get(i), values("lin" + i + ".model.1.weight"));
        }
        return taps;
    }

    private List<Features> features(PerceptualNet net, FloatImage image) {
        List<Features> taps = new ArrayList<>();
        Features x = scaled(image);
        int place = 0;
        for (int slice = 0; slice < net.slices().size(); slice++) {
            for (Layer layer : net.slices().get(slice)) {
                x = apply(x, layer, "net.slice" + (slice + 1) + "." + place);
                place += layer.places();
            }
            taps.add(x);
        }
        return taps;
    }

    private Features apply(Features x, Layer layer, String name) {
        return switch (layer) {
            case Layer.Convolution(int channels, Window window) -> convolution(x, name, channels, window);
            case Layer.MaxPool(int side, boolean overBorder) -> pool(x, side, overBorder);
            case Layer.Fire(int squeezed, int expanded) -> {
                Features few = convolution(x, name + ".squeeze", squeezed, Window.centred(1, 1));
                double[][][] both = new double[2 * expanded][][];
                Features one = convolution(few, name + ".expand1x1", expanded, Window.centred(1, 1));
                Features three = convolution(few, name + ".expand3x3", expanded, Window.centred(3, 1));
                System.arraycopy(one.values, 0, both, 0, expanded);
                System.arraycopy(three.values, 0, both, expanded, expanded);
                yield new Features(both);
            }
        };
    }

    private static Features scaled(FloatImage image) {
        double[] shift = {-.030, -.088, -.188};
        double[] scale = {.458, .448, .450};
        double[][][] values = new double[3][image.height()][image.width()];
        for (int c = 0; c < 3; c++) {
            for (int y = 0; y < image.height(); y++) {
                for (int x = 0; x < image.width(); x++) {
                    values[c][y][x] = (image.at(c, y, x) - shift[c]) / scale[c];
                }
            }
        }
        return new Features(values);
    }

    private Features convolution(Features in, String name, int channels, Window window) {
        float[] weight = values(name + ".weight");
        float[] bias = values(name + ".bias");
        int height = (in.height() + 2 * window.padding() - window.side()) / window.stride() + 1;
        int width = (in.width() + 2 * window.padding() - window.side()) / window.stride() + 1;
        double[][][] out = new double[channels][height][width];
        int kernel = in.channels() * window.side() * window.side();
        for (int c = 0; c < channels; c++) {
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    int top = y * window.stride() - window.padding();
                    int left = x * window.stride() - window.padding();
                    double sum = dot(in, weight, c * kernel, new int[] {window.side(), top, left});
                    out[c][y][x] = Math.max(0, sum + bias[c]);
                }
            }
        }
        return new Features(out);
    }

    /** @param place side of the kernel, top and left of where it lies */
    private static double dot(Features in, float[] weight, int from, int[] place) {
        int side = place[0];
        double sum = 0;
        for (int c = 0; c < in.channels(); c++) {
            for (int i = Math.max(0, -place[1]); i < Math.min(side, in.height() - place[1]); i++) {
                for (int j = Math.max(0, -place[2]); j < Math.min(side, in.width() - place[2]); j++) {
                    sum += weight[from + (c * side + i) * side + j] * in.values[c][place[1] + i][place[2] + j];
                }
            }
        }
        return sum;
    }

    private static Features pool(Features in, int side, boolean overBorder) {
        int height = pooled(in.height(), side, overBorder);
        int width = pooled(in.width(), side, overBorder);
        double[][][] out = new double[in.channels()][height][width];
        for (int c = 0; c < in.channels(); c++) {
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    double largest = Double.NEGATIVE_INFINITY;
                    for (int i = 2 * y; i < Math.min(in.height(), 2 * y + side); i++) {
                        for (int j = 2 * x; j < Math.min(in.width(), 2 * x + side); j++) {
                            largest = Math.max(largest, in.values[c][i][j]);
                        }
                    }
                    out[c][y][x] = largest;
                }
            }
        }
        return new Features(out);
    }

    private static int pooled(int size, int side, boolean overBorder) {
        return (size - side + (overBorder ? 1 : 0)) / 2 + 1;
    }

    private static double distance(Features a, Features b, float[] linear) {
        double sum = 0;
        for (int y = 0; y < a.height(); y++) {
            for (int x = 0; x < a.width(); x++) {
                double lengthA = length(a, y, x);
                double lengthB = length(b, y, x);
                for (int c = 0; c < a.channels(); c++) {
                    double difference = a.values[c][y][x] / lengthA - b.values[c][y][x] / lengthB;
                    sum += linear[c] * difference * difference;
                }
            }
        }
        return sum / (a.height() * a.width());
    }

    private static double length(Features features, int y, int x) {
        double sum = 0;
        for (double[][] channel : features.values) {
            sum += channel[y][x] * channel[y][x];
        }
        return Math.sqrt(sum) + 1e-10;
    }

    private float[] values(String name) {
        return Objects.requireNonNull(weights.get(name), name).floats();
    }
}
