package io.acuity.ops;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** A value of a YAML file with the way to it, so that what is missing can be named. */
record Yaml(String path, Object value) {
    /** The project's root. */
    static final Path ROOT =
            Path.of(System.getProperty("acuity.home", "..")).toAbsolutePath().normalize();

    /** All documents of a file; a key that is there twice is refused. */
    static List<Yaml> documents(Path file) {
        return documents(ROOT.relativize(file).toString(), read(file));
    }

    static List<Yaml> documents(String name, String text) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        options.setMaxAliasesForCollections(500);
        List<Yaml> documents = new ArrayList<>();
        new org.yaml.snakeyaml.Yaml(new SafeConstructor(options))
                .loadAll(text)
                .forEach(value -> documents.add(new Yaml(name, value)));
        return documents;
    }

    static Yaml document(String file) {
        return documents(ROOT.resolve(file)).getFirst();
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The files in a folder of the project, and below it, that end so. */
    static List<Path> files(String folder, String ending) {
        try (Stream<Path> found = Files.walk(ROOT.resolve(folder))) {
            return found.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What lies at names and numbers between dots; fails where there is nothing. */
    Yaml at(String way) {
        return find(way).orElseThrow(() -> new AssertionError(path + " lacks " + way + "."));
    }

    Optional<Yaml> find(String way) {
        Object here = value;
        for (String step : way.split("\\.", -1)) {
            if (here instanceof Map<?, ?> map && map.get(step) != null) {
                here = map.get(step);
            } else if (here instanceof List<?> list && step.matches("\\d+") && list.size() > Integer.parseInt(step)) {
                here = list.get(Integer.parseInt(step));
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(new Yaml(path + "/" + way, here));
    }

    String text() {
        return String.valueOf(value);
    }

    String text(String way) {
        return at(way).text();
    }

    List<String> texts() {
        return items().stream().map(Yaml::text).toList();
    }

    /** The items of a list; none where there is no list. */
    List<Yaml> items() {
        List<Yaml> items = new ArrayList<>();
        if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                items.add(new Yaml(path + "/" + i, list.get(i)));
            }
        }
        return items;
    }

    List<Yaml> items(String way) {
        return find(way).map(Yaml::items).orElse(List.of());
    }

    /** The entries of a map; none where there is no map. */
    Map<String, Yaml> entries() {
        Map<String, Yaml> entries = new TreeMap<>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, inner) -> entries.put(String.valueOf(key), new Yaml(path + "/" + key, inner)));
        }
        return entries;
    }

    Map<String, Yaml> entries(String way) {
        return find(way).map(Yaml::entries).orElse(Map.of());
    }

    @Override
    public String toString() {
        return path;
    }
}
