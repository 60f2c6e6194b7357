package io.acuity.cli.golden;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.acuity.checkpoints.npy.NpyArray;
import io.acuity.checkpoints.pytorch.PyTorchStateDict;
import io.acuity.checkpoints.safetensors.Tensor;
import io.acuity.checkpoints.weights.StateDictNames;
import io.acuity.imaging.FloatImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A folder with {@code meta.json} and recorded arrays.
 *
 * @param folder where it lies
 * @param meta what {@code meta.json} says
 */
record GoldenCase(Path folder, JsonNode meta) {
    private static final String META = "meta.json";
    private static final String WEIGHTS = "weights.pth";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Finds the case in {@code folder}, or the cases in its sub-folders, in the order of their names. */
    static List<Path> find(Path folder) throws IOException {
        if (Files.isRegularFile(folder.resolve(META))) {
            return List.of(folder);
        }
        try (Stream<Path> children = Files.list(folder)) {
            return children.filter(child -> Files.isRegularFile(child.resolve(META)))
                    .sorted()
                    .toList();
        }
    }

    static GoldenCase read(Path folder) throws IOException {
        return new GoldenCase(folder, JSON.readTree(Files.readAllBytes(folder.resolve(META))));
    }

    String name() {
        Path name = folder.toAbsolutePath().normalize().getFileName();
        return name == null ? folder.toString() : name.toString();
    }

    String system() {
        return meta.path("system").asText("(no system named)");
    }

    boolean has(String array) {
        return Files.isRegularFile(file(array));
    }

    NpyArray array(String array) {
        return NpyArray.read(file(array));
    }

    /** Whether the weights lie beside the case. */
    boolean hasWeights() {
        return Files.isRegularFile(folder.resolve(WEIGHTS));
    }

    /** The weights beside the case, by their published names. */
    Map<String, Tensor> weights() {
        return PyTorchStateDict.read(folder.resolve(WEIGHTS)).tensors();
    }

    /** The weights beside the case as {@code system}'s networks name them, without prefixes of wrappers. */
    Map<String, Tensor> weights(StateDictNames system) {
        return system.strip(weights(), folder.toString());
    }

    /** The images of an array {@code [N, C, H, W]}. */
    List<FloatImage> images(String array) {
        NpyArray recorded = array(array);
        List<Integer> shape = recorded.shape();
        List<FloatImage> images = new ArrayList<>();
        for (int i = 0; i < shape.get(0); i++) {
            images.add(new FloatImage(
                    shape.get(1), shape.get(2), shape.get(3), recorded.slice(i).toFloats()));
        }
        return images;
    }

    /** The states recorded under {@code array}, by step index, whichever order they were recorded in. */
    List<float[]> byIndex(String array) {
        NpyArray recorded = array(array);
        List<float[]> states = new ArrayList<>();
        for (int i = 0; i < recorded.shape().get(0); i++) {
            states.add(recorded.slice(i).toFloats());
        }
        if (order(array).startsWith("visiting")) {
            Collections.reverse(states);
        }
        return states;
    }

    /** What the case says of an array's first axis; a name there may end in {@code *} and stand for several arrays. */
    private String order(String array) {
        for (Map.Entry<String, JsonNode> entry : meta.path("index").properties()) {
            String name = entry.getKey();
            boolean several = name.endsWith("*") && array.startsWith(name.substring(0, name.length() - 1));
            if (several || name.equals(array)) {
                return entry.getValue().asText("");
            }
        }
        return "";
    }

    /** Compares {@code computed} with the array recorded under {@code quantity}. */
    Check compare(String quantity, double[] computed) {
        return check(quantity, computed, array(quantity).values());
    }

    Check compare(String quantity, float[] computed) {
        return compare(quantity, widen(computed));
    }

    /** Compares states by step index with those recorded under {@code quantity}. */
    Check compare(String quantity, List<float[]> computed) {
        List<float[]> recorded = byIndex(quantity);
        if (recorded.size() != computed.size()) {
            return new Check(quantity, Double.NaN, 0);
        }
        List<Check> checks = new ArrayList<>();
        for (int i = 0; i < computed.size(); i++) {
            checks.add(check(quantity, widen(computed.get(i)), widen(recorded.get(i))));
        }
        return new Verdict.Compared(checks).tightest();
    }

    private Check check(String quantity, double[] computed, double[] recorded) {
        JsonNode tolerance = meta.path("tolerance");
        double allowed = tolerance.path("abs").asDouble(0);
        if (tolerance.has("rel")) {
            allowed = Math.max(allowed, tolerance.path("rel").asDouble() * largest(recorded));
        }
        return new Check(quantity, maxError(computed, recorded), allowed);
    }

    /** Largest absolute difference; NaN where the lengths differ or a value is not a number. */
    static double maxError(double[] a, double[] b) {
        if (a.length != b.length) {
            return Double.NaN;
        }
        double error = 0;
        for (int i = 0; i < a.length; i++) {
            error = Math.max(error, Math.abs(a[i] - b[i]));
        }
        return error;
    }

    static double[] widen(float[] values) {
        double[] wide = new double[values.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = values[i];
        }
        return wide;
    }

    private static double largest(double[] values) {
        double largest = 0;
        for (double value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }

    private Path file(String array) {
        return folder.resolve(array + ".npy");
    }
}
