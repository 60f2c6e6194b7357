package io.acuity.cli.bench;

import io.acuity.cli.console.ModelOptions;
import io.acuity.cli.house.House;
import io.acuity.cli.house.HousePlan;
import io.acuity.events.Operation;
import io.acuity.streaming.KafkaSettings;
import io.acuity.worker.model.ModelLoader;
import java.net.URI;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/** All services in this process with data in a folder of their own, removed at the end. */
final class BenchHouse implements AutoCloseable {
    private final Path folder;
    private final House house;

    private BenchHouse(Path folder, House house) {
        this.folder = folder;
        this.house = house;
    }

    static BenchHouse start(ModelOptions model) {
        return start(model, UnaryOperator.identity());
    }

    /** The same with something around the worker's loader of bundles. */
    static BenchHouse start(ModelOptions model, UnaryOperator<ModelLoader> aroundLoader) {
        Path folder = House.temporaryFolder();
        HousePlan plan = HousePlan.local(folder, model.models(), model.precision());
        return new BenchHouse(folder, House.start(plan, aroundLoader));
    }

    /** Address of the gateway. */
    URI url() {
        return house.url();
    }

    KafkaSettings kafka() {
        return KafkaSettings.of(house.bootstrap());
    }

    PipelineClient client(String model) {
        return client(model, Operation.RESIDUAL_SHIFT);
    }

    PipelineClient client(String model, Operation operation) {
        return new PipelineClient(house.bootstrap(), house.blobStore(), model, operation);
    }

    RolloutDriver driver(String model) {
        return new RolloutDriver(house.bootstrap(), house.blobStore(), model, 1);
    }

    @Override
    public void close() {
        house.close();
        House.remove(folder);
    }
}
