package io.acuity.cli.tracing;

import io.acuity.cli.Version;
import io.acuity.cli.console.CommandException;
import io.acuity.cli.console.ExitCode;
import io.acuity.streaming.KafkaSettings;
import io.acuity.streaming.trace.Traces;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException;
import io.opentelemetry.sdk.resources.Resource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The tracing of a process. Off, and then nothing of the SDK is loaded, unless the environment names an exporter
 * ({@code OTEL_TRACES_EXPORTER}) or where to send spans ({@code OTEL_EXPORTER_OTLP_ENDPOINT}); then all of OpenTelemetry's variables
 * count. Spans go by OTLP over HTTP unless another protocol is named.
 */
public final class Tracing implements AutoCloseable {

    private static final long FLUSH_SECONDS = 5;
    private static final AttributeKey<String> VERSION = AttributeKey.stringKey("service.version");
    private static final String EXPORTER = "OTEL_TRACES_EXPORTER";
    private static final List<String> ENDPOINTS =
            List.of("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT");

    private final @Nullable OpenTelemetrySdk sdk;
    private final Traces traces;

    private Tracing(@Nullable OpenTelemetrySdk sdk) {
        this.sdk = sdk;
        this.traces = sdk == null ? Traces.OFF : new Traces(sdk);
    }

    /**
     * As the environment says.
     *
     * @param service the name of this process in traces, unless {@code OTEL_SERVICE_NAME} is another
     * @throws CommandException when a variable means nothing
     */
    public static Tracing of(String service) {
        try {
            return of(service, System.getenv());
        } catch (ConfigurationException e) {
            throw new CommandException(
                    ExitCode.USAGE, "Tracing cannot begin: " + e.getMessage() + "; mend the variables OTEL_….", e);
        }
    }

    /** As these variables say. */
    static Tracing of(String service, Map<String, String> environment) {
        if (!isWanted(environment)) {
            return new Tracing(null);
        }
        Map<String, String> usual = Map.of(
                "otel.service.name", service,
                "otel.traces.exporter", "otlp",
                // Of the two that there are, the one the JDK's own client speaks.
                "otel.exporter.otlp.protocol", "http/protobuf",
                // Metrics are Prometheus's, logs the container's.
                "otel.metrics.exporter", "none",
                "otel.logs.exporter", "none");
        return new Tracing(AutoConfiguredOpenTelemetrySdk.builder()
                .addPropertiesSupplier(() -> usual)
                .addResourceCustomizer(
                        (resource, config) -> resource.merge(Resource.create(Attributes.of(VERSION, Version.number()))))
                // Closed after the service, whose last spans would be lost.
                .disableShutdownHook()
                .build()
                .getOpenTelemetrySdk());
    }

    private static boolean isWanted(Map<String, String> environment) {
        if (Boolean.parseBoolean(environment.get("OTEL_SDK_DISABLED"))) {
            return false;
        }
        String exporter = environment.getOrDefault(EXPORTER, "");
        return exporter.isBlank()
                ? ENDPOINTS.stream()
                        .anyMatch(name -> !environment.getOrDefault(name, "").isBlank())
                : !exporter.equals("none");
    }

    /** Makes the spans of this process. */
    public Traces traces() {
        return traces;
    }

    /** Follows records of a cluster. */
    public KafkaSettings follow(KafkaSettings kafka) {
        return kafka.withTraces(traces);
    }

    /** Sends what waits, for some seconds. */
    @Override
    public void close() {
        if (sdk != null) {
            sdk.shutdown().join(FLUSH_SECONDS, TimeUnit.SECONDS);
        }
    }
}
