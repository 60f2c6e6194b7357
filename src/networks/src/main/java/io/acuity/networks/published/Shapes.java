package io.acuity.networks.published;

import io.acuity.checkpoints.safetensors.Tensor;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes of a network read off the shapes of its weights. */
final class Shapes {
    private Shapes() {}

    /** An extent of a tensor, or {@code otherwise} where there is no such tensor or axis. */
    static long extent(Map<String, Tensor> weights, String name, int axis, long otherwise) {
        Tensor tensor = weights.get(name);
        return tensor == null || tensor.shape().size() <= axis
                ? otherwise
                : tensor.shape().get(axis);
    }

    /** One more than the largest number in names of the pattern, or {@code otherwise} where no name fits. */
    static int count(Map<String, Tensor> weights, String pattern, int otherwise) {
        Pattern numbered = Pattern.compile(pattern);
        int largest = weights.keySet().stream()
                .map(numbered::matcher)
                .filter(Matcher::matches)
                .filter(match -> match.group(1).length() < 4)
                .mapToInt(match -> Integer.parseInt(match.group(1)))
                .max()
                .orElse(otherwise - 1);
        return largest + 1;
    }
}
