package io.acuity.networks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.acuity.checkpoints.npy.NpyArray;
import io.acuity.imaging.FloatImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Inputs, weights and outputs of a public implementation, in the tests' resources.
 *
 * @param name of the folder
 */
public record RecordedCase(String name) {
    /** A file of the case. */
    public Path file(String file) {
        try {
            return Path.of(Objects.requireNonNull(RecordedCase.class.getResource("/" + name + "/" + file))
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What {@code meta.json} says. */
    public JsonNode meta() {
        try {
            return new ObjectMapper().readTree(file("meta.json").toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The network's configuration. */
    public JsonNode config() {
        return meta().path("config");
    }

    /** An array. */
    public NpyArray array(String array) {
        return NpyArray.read(file(array + ".npy"));
    }

    /** The images of an array {@code [N, C, H, W]}. */
    public List<FloatImage> images(String array) {
        NpyArray recorded = array(array);
        List<Integer> shape = recorded.shape();
        List<FloatImage> images = new ArrayList<>();
        for (int i = 0; i < shape.get(0); i++) {
            images.add(new FloatImage(
                    shape.get(1), shape.get(2), shape.get(3), recorded.slice(i).toFloats()));
        }
        return images;
    }

    /** Largest absolute difference. */
    public static double distance(FloatImage a, FloatImage b) {
        double largest = 0;
        for (int i = 0; i < Math.max(a.values().length, b.values().length); i++) {
            largest = Math.max(largest, Math.abs(a.values()[i] - b.values()[i]));
        }
        return largest;
    }
}
