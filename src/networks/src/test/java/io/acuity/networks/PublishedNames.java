package io.acuity.networks;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Names and shapes of the tensors of checkpoints made with public implementations. */
public final class PublishedNames {
    private static final Pattern NUMBER = Pattern.compile("\\d+");

    private PublishedNames() {}

    /** Shapes by name, from a list of lines {@code name, (shape), type} separated by tabs. */
    public static Map<String, List<Long>> read(String list) {
        Map<String, List<Long>> shapes = new TreeMap<>();
        try (InputStream in =
                Objects.requireNonNull(PublishedNames.class.getResourceAsStream("/published/" + list + ".txt"))) {
            new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().forEach(line -> {
                int name = line.indexOf('\t');
                int type = line.lastIndexOf('\t');
                shapes.put(line.substring(0, name), extents(line.substring(name, type)));
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return shapes;
    }

    private static List<Long> extents(String tuple) {
        return NUMBER.matcher(tuple)
                .results()
                .map(match -> Long.valueOf(match.group()))
                .toList();
    }
}
