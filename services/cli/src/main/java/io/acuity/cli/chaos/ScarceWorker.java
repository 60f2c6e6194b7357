package io.acuity.cli.chaos;

import io.acuity.cli.console.Console;
import io.acuity.cli.console.ModelOptions;
import io.acuity.cli.management.ManagementOptions;
import io.acuity.cli.management.ManagementServer;
import io.acuity.cli.management.ServiceMeters;
import io.acuity.cli.services.ClusterOptions;
import io.acuity.diffusion.scheduler.SchedulerSettings;
import io.acuity.worker.WorkerDevice;
import io.acuity.worker.WorkerService;
import io.acuity.worker.WorkerSettings;
import java.net.URI;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A worker whose device runs out of memory now and then: a process of the fault suite, not a command of the product. */
@Command(name = "service", description = "A worker of the fault suite.")
final class ScarceWorker implements Callable<Integer> {
    /** Batches from one that fails to the next. */
    static final int EVERY = 5;

    @CommandLine.Parameters(arity = "1..*")
    private List<String> words = List.of();

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    @Mixin
    private ModelOptions model = new ModelOptions();

    @Option(names = "--blobs", required = true)
    private URI blobs = URI.create("file:///");

    @Option(names = "--name", required = true)
    private String name = "";

    @Mixin
    private ManagementOptions management = new ManagementOptions();

    private ScarceWorker() {}

    /** Runs it until it is killed. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new ScarceWorker())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(arguments));
    }

    @Override
    public Integer call() throws InterruptedException {
        WorkerSettings settings =
                WorkerSettings.of(cluster.kafka(), blobs, name).withModels(model.models(), model.precision());
        WorkerDevice device = WorkerDevice.open(
                settings.models(), settings.precision(), SchedulerSettings.DEFAULT, new ScarceDevice(EVERY));
        try (ServiceMeters meters = new ServiceMeters();
                WorkerService service = WorkerService.start(settings, device);
                ManagementServer server = management.open(meters.registry(), meters.add(service))) {
            ManagementServer.note(server, Console.ofProcess());
            new CountDownLatch(1).await();
        }
        return words.size();
    }
}
