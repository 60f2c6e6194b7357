package io.acuity.ops;

import io.acuity.checkpoints.bundle.BundleCatalog;
import io.acuity.cli.house.House;
import io.acuity.cli.house.HousePlan;
import io.acuity.fixtures.Containers;
import io.acuity.networks.Precision;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.testcontainers.containers.ComposeContainer;
import org.testcontainers.containers.wait.strategy.Wait;

/**
 * All services: those of {@code docker-compose.yml}, built and started as its first lines say, or in this process where containers are
 * not wanted.
 *
 * @param gateway where its HTTP API is
 * @param running ends it
 */
record Cluster(URI gateway, Runnable running) implements AutoCloseable {
    /** The file publishes the gateway there. */
    private static final URI PUBLISHED = URI.create("http://127.0.0.1:8080");

    /** The image is built first, with all its dependencies and natives. */
    private static final Duration PATIENCE = Duration.ofMinutes(30);

    static Cluster start(Path folder) {
        return Containers.wanted() ? composed() : inProcess(folder);
    }

    private static Cluster composed() {
        Tool.Ended secrets = Tool.run(List.of("ops/compose/make-secrets"), Yaml.ROOT);
        if (secrets.status() != 0) {
            throw new IllegalStateException("The secrets of the cluster could not be made: " + secrets.printed());
        }
        ComposeContainer containers = new ComposeContainer(
                        Yaml.ROOT.resolve("docker-compose.yml").toFile())
                .withServices("kafka", "store", "bucket", "topics", "tracker", "worker", "gateway")
                .withBuild(true)
                .waitingFor("gateway", Wait.forHealthcheck().withStartupTimeout(PATIENCE))
                .waitingFor("worker", Wait.forHealthcheck().withStartupTimeout(PATIENCE));
        containers.start();
        return new Cluster(PUBLISHED, containers::stop);
    }

    private static Cluster inProcess(Path folder) {
        House house = House.start(HousePlan.local(folder, List.of(BundleCatalog.DEFAULT_MODEL), Precision.AUTO));
        return new Cluster(house.url(), house::close);
    }

    @Override
    public void close() {
        running.run();
    }
}
