package io.acuity.networks;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Names and shapes of the tensors of checkpoints made with public implementations. */
public final class PublishedNames {
    private PublishedNames() {}

    /** Shapes by name, from a list of lines {@code name, (shape), type} separated by tabs. */
    public static Map<String, List<Long>> read(String list) {
        Map<String, List<Long>> shapes = new TreeMap<>();
        try (InputStream in =
                Objects.requireNonNull(PublishedNames.class.getResourceAsStream("/published/" + list + ".txt"))) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                String[] columns = line.split("\t");
                String[] extents = columns[1].replaceAll("[() ]", "").split(",");
                shapes.put(
                        columns[0],
                        Arrays.stream(extents)
                                .filter(extent -> !extent.isEmpty())
                                .map(Long::valueOf)
                                .toList());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return shapes;
    }
}
