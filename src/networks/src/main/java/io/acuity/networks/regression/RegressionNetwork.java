package io.acuity.networks.regression;

import com.fasterxml.jackson.databind.JsonNode;
import io.acuity.networks.graph.Graph;
import io.acuity.networks.graph.Parameter;
import io.acuity.networks.graph.ScalarType;
import io.acuity.networks.graph.Value;
import io.acuity.networks.program.Program;
import java.util.List;

/**
 * A network that makes RGB images larger in one pass: convolutions at LR size, then a pixel shuffle. Parameters have the
 * names of the published state dicts, so that these are the weights.
 */
public sealed interface RegressionNetwork permits Rlfn, Rfdn, Span {
    /** Colours of images. */
    int COLOURS = 3;

    /** Result pixels per LR pixel and side. */
    int scale();

    /** The shortest side of an LR image that the network can take. */
    int leastSide();

    /** About how many values are alive at once for each LR pixel. */
    int liveValues();

    /** The network between images as images are here, {@code [N, 3, h, w]} in [-1, 1], fp32. */
    Value enlarge(Graph graph, Value image);

    /**
     * The inference program: input {@code image [N, 3, h, w]} fp32 in [-1, 1]; result {@code [N, 3, scale·h, scale·w]} fp32, not
     * clipped. The weights come in {@code type}.
     */
    default Program inference(ScalarType type) {
        Graph graph = Graph.of(type);
        return graph.returns(enlarge(graph, graph.input("image")));
    }

    /** What the network asks for. */
    default List<Parameter> parameters() {
        return inference(ScalarType.FLOAT32).parameters();
    }

    /** A size of a network's configuration. */
    static int size(JsonNode config, String key) {
        int value = config.path(key).asInt();
        if (value < 1) {
            throw new IllegalArgumentException("its network has no positive " + key + ".");
        }
        return value;
    }
}
