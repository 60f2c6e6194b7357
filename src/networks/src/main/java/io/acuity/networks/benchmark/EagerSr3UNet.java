package io.acuity.networks.benchmark;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import io.acuity.networks.sr3.Sr3Options;
import io.acuity.networks.sr3.Sr3UNet;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * An {@link Sr3UNet} told the noise level as DJL operations, one native call each: the yardstick for the emitted program.
 * What DJL lacks is put together in the quickest way found: group norm as a batch norm of groups, SiLU as two operations.
 */
public final class EagerSr3UNet {
    private static final float EPSILON = 1e-5f;
    private static final Shape ONE = new Shape(1, 1);
    private static final Shape TWO = new Shape(2, 2);
    private static final Shape NONE = new Shape(0, 0);

    private final Sr3UNet network;
    private final Map<String, NDArray> weights;
    private final Map<Long, Statistics> statistics = new HashMap<>();

    /** What a batch norm wants beside its input: running statistics, which it changes, and an affine map that is none. */
    private record Statistics(NDArray mean, NDArray variance, NDArray ones, NDArray zeros) {}

    /** Wraps fp32 weights by name. */
    public EagerSr3UNet(Sr3UNet network, Map<String, NDArray> weights) {
        if (!network.options().equals(Sr3Options.PLAIN)) {
            throw new IllegalArgumentException("The eager network is SR3's alone, without the options of SR4.");
        }
        this.network = network;
        this.weights = Map.copyOf(weights);
    }

    /** Predicts {@code [N, outChannels, H, W]}; the result belongs to {@code scope}. */
    public NDArray predict(NDManager scope, NDArray x, NDArray level) {
        x.tempAttach(scope);
        level.tempAttach(scope);
        NDArray embedding = embed(scope, level);
        Deque<NDArray> skips = new ArrayDeque<>();
        NDArray h = convolve("downs.0", x, ONE, ONE);
        skips.push(h);
        h = down(h, skips, embedding);
        h = attend("mid.0.attn", residual("mid.0", h, embedding));
        h = residual("mid.1", h, embedding);
        h = up(h, skips, embedding);
        return block("final_conv", h);
    }

    private NDArray embed(NDManager scope, NDArray level) {
        int half = network.innerChannels() / 2;
        NDArray frequencies = scope.arange(0f, half, 1f)
                .mul((float) (-Math.log(10_000) / half))
                .exp();
        NDArray angles = level.mul(frequencies);
        NDArray waves = NDArrays.concat(new NDList(angles.sin(), angles.cos()), -1);
        return linear("noise_level_mlp.3", silu(linear("noise_level_mlp.1", waves)));
    }

    private NDArray down(NDArray from, Deque<NDArray> skips, NDArray embedding) {
        NDArray h = from;
        int levels = network.multipliers().size();
        int element = 1;
        int size = network.imageSize();
        for (int level = 0; level < levels; level++) {
            for (int i = 0; i < network.resBlocks(); i++) {
                h = stage("downs." + element++, h, size, embedding);
                skips.push(h);
            }
            if (level < levels - 1) {
                h = convolve("downs." + element++ + ".conv", h, TWO, ONE);
                skips.push(h);
                size /= 2;
            }
        }
        return h;
    }

    private NDArray up(NDArray from, Deque<NDArray> skips, NDArray embedding) {
        NDArray h = from;
        int deepest = network.multipliers().size() - 1;
        int element = 0;
        for (int level = deepest; level >= 0; level--) {
            int size = (network.imageSize() >> deepest) << (deepest - level);
            for (int i = 0; i <= network.resBlocks(); i++) {
                NDArray joined = NDArrays.concat(new NDList(h, skips.pop()), 1);
                h = stage("ups." + element++, joined, size, embedding);
            }
            if (level > 0) {
                long[] doubled = {2 * h.getShape().get(2), 2 * h.getShape().get(3)};
                NDArray wide = h.getNDArrayInternal().interpolation(doubled, 0, false);
                h = convolve("ups." + element++ + ".conv", wide, ONE, ONE);
            }
        }
        return h;
    }

    private NDArray stage(String name, NDArray x, int size, NDArray embedding) {
        NDArray h = residual(name, x, embedding);
        return network.attentionSizes().contains(size) ? attend(name + ".attn", h) : h;
    }

    private NDArray residual(String name, NDArray x, NDArray embedding) {
        String prefix = name + ".res_block.";
        NDArray shift = linear(prefix + "noise_func.noise_func.0", embedding);
        NDArray h = block(prefix + "block1", x)
                .add(shift.reshape(shift.getShape().get(0), shift.getShape().get(1), 1, 1));
        h = block(prefix + "block2", h);
        boolean changes = weights.containsKey(prefix + "res_conv.weight");
        return h.add(changes ? convolve(prefix + "res_conv", x, ONE, NONE) : x);
    }

    private NDArray block(String name, NDArray x) {
        return convolve(name + ".block.3", silu(norm(name + ".block.0", x)), ONE, ONE);
    }

    private NDArray attend(String name, NDArray x) {
        Shape shape = x.getShape();
        long channels = shape.get(1);
        NDArray qkv = Conv2d.conv2d(norm(name + ".norm", x), weight(name + ".qkv.weight"), null, ONE, NONE, ONE)
                .singletonOrThrow()
                .reshape(shape.get(0), 3 * channels, -1);
        NDList parts = qkv.split(new long[] {channels, 2 * channels}, 1);
        NDArray logits = parts.get(0).swapAxes(1, 2).matMul(parts.get(1)).mul(1 / (float) Math.sqrt((double) channels));
        NDArray mixed = parts.get(2).matMul(logits.softmax(-1).swapAxes(1, 2));
        return convolve(name + ".out", mixed.reshape(shape), ONE, NONE).add(x);
    }

    private NDArray norm(String name, NDArray x) {
        Shape shape = x.getShape();
        long groups = shape.get(0) * network.normGroups();
        NDArray grouped = x.reshape(1, groups, -1);
        Statistics kept = statistics.computeIfAbsent(groups, this::statistics);
        NDArray normed = BatchNorm.batchNorm(
                        grouped, kept.mean, kept.variance, kept.ones, kept.zeros, 1, 0.1f, EPSILON, true)
                .singletonOrThrow()
                .reshape(shape);
        Shape perChannel = new Shape(1, shape.get(1), 1, 1);
        return normed.mul(weight(name + ".weight").reshape(perChannel))
                .add(weight(name + ".bias").reshape(perChannel));
    }

    private Statistics statistics(long groups) {
        NDManager manager = weight("downs.0.weight").getManager();
        Shape shape = new Shape(groups);
        return new Statistics(manager.zeros(shape), manager.ones(shape), manager.ones(shape), manager.zeros(shape));
    }

    private static NDArray silu(NDArray x) {
        return Activation.sigmoid(x).mul(x);
    }

    private NDArray linear(String name, NDArray x) {
        return Linear.linear(x, weight(name + ".weight"), weight(name + ".bias"))
                .singletonOrThrow();
    }

    private NDArray convolve(String name, NDArray x, Shape stride, Shape padding) {
        return Conv2d.conv2d(x, weight(name + ".weight"), weight(name + ".bias"), stride, padding, ONE)
                .singletonOrThrow();
    }

    private NDArray weight(String name) {
        return Objects.requireNonNull(weights.get(name), name);
    }
}
