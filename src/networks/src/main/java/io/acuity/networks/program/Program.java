package io.acuity.networks.program;

import io.acuity.networks.graph.Parameter;
import java.util.List;

/**
 * A network as text: TorchScript source whose weights are an argument, so that one compiled module serves any
 * checkpoint of its architecture.
 *
 * @param inputs names of the input tensors, in calling order
 * @param parameters the weights, in the order of the list argument {@code w}, which is left out where there are none
 * @param lines one assignment each
 * @param result the expression returned
 * @param kind whether the result is one tensor or a list
 */
public record Program(List<String> inputs, List<Parameter> parameters, List<String> lines, String result, Result kind) {

    /** What a program returns. */
    public enum Result {
        /** One tensor. */
        TENSOR("Tensor"),
        /** A list of tensors. */
        LIST("List[Tensor]");

        private final String type;

        Result(String type) {
            this.type = type;
        }
    }

    /** The TorchScript source of a module class {@code G} with one method {@code forward}. */
    public String source() {
        StringBuilder text = new StringBuilder(lines.size() * 80);
        text.append("class G(Module):\n  __parameters__ = []\n  __buffers__ = []\n  training : bool\n")
                .append("  def forward(self: __torch__.G");
        for (String input : inputs) {
            text.append(",\n    ").append(input).append(": Tensor");
        }
        // The engine cannot hand over an empty list.
        text.append(parameters.isEmpty() ? "" : ",\n    w: List[Tensor]");
        text.append(") -> ").append(kind.type).append(":\n");
        for (String line : lines) {
            text.append("    ").append(line).append('\n');
        }
        return text.append("    return ").append(result).append('\n').toString();
    }

    /** Number of weights in all parameters together. */
    public long parameterCount() {
        return parameters.stream().mapToLong(Parameter::size).sum();
    }
}
