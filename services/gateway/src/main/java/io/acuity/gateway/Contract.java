package io.acuity.gateway;

import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Map;
import java.util.Objects;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * The contract as it is published, and as the router can read it. The router library knows a handful of media types and
 * refuses a contract that names others, such as {@code image/*}; its copy goes without them, and without security. That loses nothing, because
 * bodies with those types are streamed by our own handlers and never validated by the library.
 */
record Contract(String yaml, JsonObject forRouter) {

    private static final String RESOURCE = "/openapi.yaml";

    static Contract load() {
        try (InputStream in = Objects.requireNonNull(Contract.class.getResourceAsStream(RESOURCE), RESOURCE)) {
            String yaml = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            Map<String, Object> document = new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
            return new Contract(yaml, readable(new JsonObject(document)));
        } catch (IOException e) {
            throw new UncheckedIOException("The contract cannot be read from the program; build it again.", e);
        }
    }

    private static JsonObject readable(JsonObject node) {
        var copy = new JsonObject();
        for (String name : node.fieldNames()) {
            Object value = node.getValue(name);
            if (name.equals("security")) {
                // For people and their tools; ours is the entrance, which every request passes before any route is
                // found.
                continue;
            }
            if (name.equals("content") && value instanceof JsonObject content) {
                JsonObject kept = known(content);
                if (!kept.isEmpty()) {
                    copy.put(name, kept);
                }
            } else {
                copy.put(name, value instanceof JsonObject child ? readable(child) : value);
            }
        }
        return copy;
    }

    private static JsonObject known(JsonObject content) {
        JsonObject kept = content.copy();
        for (String type : new ArrayList<>(kept.fieldNames())) {
            if (!MediaType.isMediaTypeSupported(type)) {
                kept.remove(type);
            }
        }
        return kept;
    }
}
