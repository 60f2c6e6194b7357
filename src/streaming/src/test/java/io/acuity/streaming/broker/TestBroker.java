package io.acuity.streaming.broker;

import io.acuity.fixtures.KafkaNode;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The broker of a test class: the embedded one, or a container with the same settings. */
public final class TestBroker {
    private TestBroker() {}

    /** Starts a broker that keeps its data in a directory. */
    public static KafkaNode start(Path directory) {
        return start(directory, Map.of());
    }

    /** Starts a broker some of whose settings are others. */
    public static KafkaNode start(Path directory, Map<String, String> overrides) {
        var settings = new HashMap<>(BrokerSettings.common());
        settings.putAll(overrides);
        return KafkaNode.start(
                settings,
                () -> EmbeddedBroker.start(new BrokerSettings(directory, "127.0.0.1", 0, overrides)),
                EmbeddedBroker::bootstrap);
    }
}
