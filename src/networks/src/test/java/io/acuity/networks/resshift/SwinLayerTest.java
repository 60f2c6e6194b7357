package io.acuity.networks.resshift;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.types.Shape;
import io.acuity.checkpoints.safetensors.Tensor;
import io.acuity.imaging.FloatImage;
import io.acuity.networks.RandomTensors;
import io.acuity.networks.graph.Graph;
import io.acuity.networks.graph.ScalarType;
import io.acuity.networks.graph.Value;
import io.acuity.networks.program.Program;
import io.acuity.networks.weights.WeightedProgram;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SwinLayerTest {
    private static final int CHANNELS = 32;
    private static final int HEADS = 4;

    @ParameterizedTest(name = "window {0}, shift {1}, shifted {2}, {3}×{4}")
    @CsvSource({
        "4, 0, false, 8, 12",
        "4, 2, true, 8, 12",
        "4, 2, true, 4, 8",
        "4, 2, true, 12, 4",
        "3, 1, true, 6, 9",
        "1, 0, false, 2, 3"
    })
    void agreesWithAttentionWrittenOutPixelByPixel(int side, int shift, boolean shifted, int height, int width) {
        // given
        Window window = new Window(side, shift);
        Program program = attention(window, shifted);
        Map<String, Tensor> weights = RandomTensors.of(program.parameters(), 1);
        FloatImage x = RandomTensors.image(CHANNELS, height, width, 2);

        // when
        FloatImage emitted;
        int rows = height / side;
        int tokens = window.tokens();
        try (WeightedProgram loaded = WeightedProgram.load(program, weights, ScalarType.FLOAT32, Device.cpu())) {
            emitted = loaded.run(scope -> List.of(
                    WeightedProgram.image(scope, x),
                    scope.create(window.relativePositions()),
                    scope.create(window.separations(rows), new Shape(rows, tokens, tokens))));
        }

        // then
        FloatImage expected = new PlainWindowAttention(window, HEADS, shifted, weights).apply(x);
        double error = 0;
        for (int i = 0; i < expected.values().length; i++) {
            error = Math.max(error, Math.abs(emitted.values()[i] - expected.values()[i]));
        }
        assertThat(error).isLessThan(1e-4);
    }

    /** The attention of one block, with the rolls that bring shifted windows into place and back. */
    private static Program attention(Window window, boolean shifted) {
        Graph graph = Graph.of(ScalarType.FLOAT32);
        Value x = graph.input("x");
        Value positions = graph.input("positions");
        Value separations = graph.input("separations");
        SwinUNet.Attention shape = new SwinUNet.Attention(2, CHANNELS, HEADS, 8, 2 * CHANNELS, false);
        SwinLayer layer = new SwinLayer(shape, window, positions, separations);
        int shift = shifted ? window.shift() : 0;
        Value rolled = graph.roll(x, -shift, -shift, 2, 3);
        Value attended = layer.windowAttention(new Layers(graph), "attn", rolled, shifted);
        return graph.returns(graph.contiguous(graph.roll(attended, shift, shift, 2, 3)));
    }
}
