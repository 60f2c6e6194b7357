package io.acuity.networks.dino;

import io.acuity.networks.attribution.AttributedLayers;
import io.acuity.networks.attribution.AttributedLayers.Rule;
import io.acuity.networks.attribution.Pass;
import io.acuity.networks.attribution.Signal;
import io.acuity.networks.graph.Graph;
import io.acuity.networks.graph.ScalarType;
import io.acuity.networks.graph.Value;
import io.acuity.networks.graph.Window;
import io.acuity.networks.program.Program;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writes the programs of a {@link ResNet}; one instance writes one. */
final class ResNetProgram {
    private static final double EPSILON = 1e-5;
    private static final Window STEM = Window.centred(7, 2);
    private static final Window POOL = Window.centred(3, 2);

    private final ResNet network;
    private final Graph graph = Graph.of(ScalarType.FLOAT32);
    private final AttributedLayers layers = new AttributedLayers(graph);
    private final List<Value> stages = new ArrayList<>();

    ResNetProgram(ResNet network) {
        this.network = network;
    }

    Program stages() {
        Pass features = forward(graph.input("image"), 1);
        List<Value> results = new ArrayList<>(List.of(features.output()));
        stages.forEach(stage -> results.add(graph.contiguous(stage)));
        return graph.returnsList(results);
    }

    Program attributions(int count) {
        Pass features = forward(graph.input("image"), count);
        Value weight = network.classes() == 0 ? null : probe();
        Signal strongest = layers.strongest(
                features.output(), outputs(features.output(), weight), network.outputs(), count, weight);
        return graph.returns(layers.maps(features.back().apply(strongest).attribution()));
    }

    private Value probe() {
        return graph.parameter("linear.weight", network.classes(), network.features());
    }

    private Value outputs(Value features, @Nullable Value probe) {
        return probe == null
                ? features
                : graph.linear(features, probe, graph.parameter("linear.bias", network.classes()));
    }

    private Pass forward(Value image, int samples) {
        Pass pass = Pass.from(image)
                .then(conv("conv1", 3, network.stem(), STEM, Rule.FIRST))
                .then(norm("bn1", network.stem()))
                .then(layers::relu)
                .then(x -> layers.maxPool2d(x, POOL, samples));
        int channels = network.stem();
        for (int stage = 0; stage < network.blocks().size(); stage++) {
            int inner = network.stem() << stage;
            for (int block = 0; block < network.blocks().get(stage); block++) {
                int stride = stage > 0 && block == 0 ? 2 : 1;
                Block sizes = new Block("layer" + (stage + 1) + "." + block, channels, inner, stride);
                pass = pass.then(x -> bottleneck(x, sizes)).then(layers::relu);
                channels = inner * ResNet.EXPANSION;
            }
            stages.add(pass.output());
        }
        return pass.then(layers::meanOverPixels);
    }

    private record Block(String name, int in, int inner, int stride) {
        int out() {
            return inner * ResNet.EXPANSION;
        }
    }

    /** Convolutions 1 and 3 and the shortcut hand attribution on as it is; the 3×3 one guides it, as published. */
    private Pass bottleneck(Value x, Block block) {
        String name = block.name;
        Pass branch = Pass.from(x)
                .then(conv(name + ".conv1", block.in, block.inner, Window.centred(1, 1), Rule.FLAT))
                .then(norm(name + ".bn1", block.inner))
                .then(layers::relu)
                .then(conv(name + ".conv2", block.inner, block.inner, Window.centred(3, block.stride), Rule.GUIDED))
                .then(norm(name + ".bn2", block.inner))
                .then(layers::relu)
                .then(conv(name + ".conv3", block.inner, block.out(), Window.centred(1, 1), Rule.FLAT))
                .then(norm(name + ".bn3", block.out()));
        Pass shortcut = Pass.from(x);
        if (block.in != block.out()) {
            shortcut = shortcut.then(conv(
                            name + ".downsample.0", block.in, block.out(), Window.centred(1, block.stride), Rule.FLAT))
                    .then(norm(name + ".downsample.1", block.out()));
        }
        return layers.sumOfTwo(x, branch, shortcut);
    }

    private Function<Value, Pass> conv(String name, int in, int out, Window window, Rule rule) {
        return x -> layers.conv2d(
                x, graph.parameter(name + ".weight", out, in, window.side(), window.side()), window, rule);
    }

    private Function<Value, Pass> norm(String name, int channels) {
        return x -> {
            Value weight = graph.parameter(name + ".weight", channels);
            Value bias = graph.parameter(name + ".bias", channels);
            Graph.Moments recorded = new Graph.Moments(
                    graph.parameter(name + ".running_mean", channels),
                    graph.parameter(name + ".running_var", channels));
            return layers.batchNorm(x, List.of(weight, bias), recorded, EPSILON);
        };
    }
}
