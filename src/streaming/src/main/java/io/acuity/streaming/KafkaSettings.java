package io.acuity.streaming;

import io.acuity.streaming.trace.Traces;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.clients.CommonClientConfigs;

/**
 * How to reach Kafka.
 *
 * @param bootstrap one or more {@code host:port}, separated by commas
 * @param properties handed to every client as they are: security, compression, timeouts
 * @param traces follows records from topic to topic
 */
public record KafkaSettings(String bootstrap, Map<String, String> properties, Traces traces) {

    private static final Pattern ADDRESS = Pattern.compile("(\\[[0-9a-fA-F:%.]+]|[^\\s:,/]+):[0-9]{1,5}");

    /** Checks the addresses. */
    public KafkaSettings {
        properties = Map.copyOf(properties);
        for (String address : bootstrap.split(",", -1)) {
            if (!ADDRESS.matcher(address.strip()).matches()) {
                throw new IllegalArgumentException("kafka.bootstrap is '" + bootstrap
                        + "' but must be host:port, several separated by commas; for example localhost:9092");
            }
        }
    }

    /**
     * Settings without traces.
     *
     * @param bootstrap one or more {@code host:port}, separated by commas
     * @param properties handed to every client as they are
     */
    public KafkaSettings(String bootstrap, Map<String, String> properties) {
        this(bootstrap, properties, Traces.OFF);
    }

    /**
     * With traces.
     *
     * @param other follow records from topic to topic
     * @return new settings
     */
    public KafkaSettings withTraces(Traces other) {
        return new KafkaSettings(bootstrap, properties, other);
    }

    /**
     * Settings without further properties.
     *
     * @param bootstrap one or more {@code host:port}
     * @return the settings
     */
    public static KafkaSettings of(String bootstrap) {
        return new KafkaSettings(bootstrap, Map.of());
    }

    /**
     * The addresses one by one.
     *
     * @return at least one {@code host:port}
     */
    public List<String> addresses() {
        return List.of(bootstrap.strip().split("\\s*,\\s*"));
    }

    /**
     * Configuration of one client. What the client's correctness rests on wins over {@link #properties}; these win over
     * our defaults.
     *
     * @param required settings that nobody may change
     * @return a new map
     */
    public Map<String, Object> client(Map<String, ?> required) {
        return client(required, Map.of());
    }

    /**
     * The same with defaults of one client, over which {@link #properties} win.
     *
     * @param required settings that nobody may change
     * @param usual settings that a deployment may change
     * @return a new map
     */
    public Map<String, Object> client(Map<String, ?> required, Map<String, ?> usual) {
        var config = new HashMap<String, Object>();
        config.put(CommonClientConfigs.RECONNECT_BACKOFF_MS_CONFIG, 100);
        // A broker that is away is asked now and then, not fifty times a second, each time with a line in the log.
        config.put(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, 2_000);
        // Services export metrics themselves; a client that also registers hundreds of JMX beans opens and closes
        // slowly.
        config.put(CommonClientConfigs.METRIC_REPORTER_CLASSES_CONFIG, List.of());
        config.putAll(usual);
        config.putAll(properties);
        config.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, addresses());
        config.putAll(required);
        return config;
    }

    /** Without the properties' values: they may hold passwords. */
    @Override
    public String toString() {
        return "KafkaSettings[" + bootstrap + ", " + properties.keySet() + "]";
    }
}
