package io.acuity.cli.services;

import io.acuity.cli.Version;
import io.acuity.cli.console.Console;
import io.acuity.cli.console.ExitCode;
import io.acuity.cli.console.ServiceFailures;
import io.acuity.cli.management.Health;
import io.acuity.cli.management.ManagementServer;
import io.acuity.cli.train.TrainingReport;
import io.acuity.trainer.Trained;
import io.acuity.trainer.TrainerService;
import io.acuity.trainer.TrainerSettings;
import io.acuity.trainer.config.TrainerConfig;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Trains on a dataset topic, publishes checkpoints. */
@Command(
        name = "trainer",
        description = {
            "Trains on a dataset topic and publishes checkpoints, until the run's last step.",
            "Stopped with Ctrl-C or killed, it goes on where it was when it is started again with the same run."
        },
        footerHeading = "%nA configuration:%n",
        footer = {
            "  kafka: {bootstrap: 127.0.0.1:9092}",
            "  blobs: file:///tmp/blobs",
            "  folder: /tmp/trainer",
            "  run: night-1",
            "  dataset: photos",
            "  training: {steps: 16000, rate: 8e-4}",
            "  checkpoints: {every: 1000}",
            "  metrics: {port: 9464}"
        })
public final class TrainerCommand implements Callable<Integer> {
    private final Console console;

    @Option(names = "--config", required = true, paramLabel = "FILE", description = "The YAML file of the run.")
    private Path file = Path.of("trainer.yaml");

    @Option(names = "--json", description = "Print one JSON object per line: step and loss.")
    private boolean json;

    /** Creates the command. */
    public TrainerCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        try {
            TrainerConfig config = TrainerConfig.read(file);
            TrainerSettings settings = config.settings(Version.number());
            try (ManagementServer metrics = metrics(config, registry);
                    TrainingReport report =
                            new TrainingReport(console, settings.training().steps(), json);
                    TrainerService service = TrainerService.start(settings, registry, report)) {
                ManagementServer.note(metrics, console);
                Stopping.closeAtEnd(service);
                Trained trained = service.done().join();
                console.result(trained.checkpoint().getCheckpointId());
            }
        } catch (RuntimeException e) {
            throw ServiceFailures.of(e);
        }
        return ExitCode.OK.status();
    }

    private static @Nullable ManagementServer metrics(TrainerConfig config, PrometheusMeterRegistry registry) {
        TrainerConfig.Metrics wanted = config.metrics();
        Integer port = wanted == null ? null : wanted.port();
        if (wanted == null || port == null) {
            return null;
        }
        return new ManagementServer(wanted.host() == null ? "127.0.0.1" : wanted.host(), port, registry, Health.ALWAYS);
    }
}
