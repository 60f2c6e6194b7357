package io.acuity.gateway;

import io.acuity.fixtures.KafkaNode;
import io.acuity.gateway.admission.AdmissionLimits;
import io.acuity.gateway.jobs.BoardLimits;
import io.acuity.gateway.upload.Offer;
import io.acuity.streaming.EventPublisher;
import io.acuity.streaming.KafkaSettings;
import io.acuity.streaming.TopicAdmin;
import io.acuity.streaming.broker.BrokerSettings;
import io.acuity.streaming.broker.EmbeddedBroker;
import io.acuity.tracker.TrackerService;
import io.acuity.tracker.TrackerSettings;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What gateways under test live with: a broker and a folder for blobs, and where a test asks for them a tracker, a worker that
 * pretends, and gateways. All that was started is closed with it, the last first.
 */
final class GatewayHouse implements AutoCloseable {

    /** Any model; the workers decide. */
    static final Offer ANY = Offer.unchecked("acuity-s-x4");

    private final Path directory;
    private final KafkaNode broker;
    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private @Nullable TrackerService tracker;

    private GatewayHouse(Path directory) {
        this.directory = directory;
        this.broker = keep(KafkaNode.start(
                BrokerSettings.common(),
                () -> EmbeddedBroker.start(directory.resolve("broker"), 0),
                EmbeddedBroker::bootstrap));
    }

    /** A broker without topics. */
    static GatewayHouse start(Path directory) {
        return new GatewayHouse(directory);
    }

    /** A broker with all topics. */
    static GatewayHouse start(Path directory, int partitions) {
        GatewayHouse house = start(directory);
        TopicAdmin.ensure(house.kafka(), partitions);
        return house;
    }

    KafkaSettings kafka() {
        return KafkaSettings.of(broker.bootstrap());
    }

    URI blobs() {
        return directory.resolve("blobs").toUri();
    }

    /** For a gateway at any free port. */
    GatewaySettings settings(Offer offer) {
        return GatewaySettings.local(0, kafka(), blobs(), offer);
    }

    /** Limits for uploads and streams; the rest as usual. */
    static GatewayLimits limits(int uploadBytes, int streams) {
        return new GatewayLimits(
                uploadBytes,
                uploadBytes,
                GatewayLimits.DEFAULT.uploadPatience(),
                4,
                64,
                streams,
                BoardLimits.DEFAULT,
                AdmissionLimits.DEFAULT);
    }

    /** Starts a tracker; in place of the one before, which is closed, and with nothing on its disk. */
    void track() {
        TrackerService before = tracker;
        if (before != null) {
            before.close();
            started.remove(before);
        }
        tracker = keep(TrackerService.start(
                TrackerSettings.of(kafka(), directory.resolve(before == null ? "tracker" : "tracker-2"))));
    }

    FakeWorker work() {
        return keep(new FakeWorker(kafka()));
    }

    EventPublisher publisher() {
        return keep(EventPublisher.open(kafka()));
    }

    GatewayService serve(GatewaySettings settings) {
        return keep(GatewayService.start(settings));
    }

    /** Waits until gateways know what happened before they came. */
    static void awaitCaughtUp(GatewayService... gateways) throws Exception {
        for (GatewayService gateway : gateways) {
            gateway.caughtUp().get(20, TimeUnit.SECONDS);
        }
    }

    /** Closes it with the rest. */
    <T extends AutoCloseable> T keep(T closeable) {
        started.push(closeable);
        return closeable;
    }

    @Override
    public void close() {
        while (!started.isEmpty()) {
            AutoCloseable last = started.pop();
            try {
                last.close();
            } catch (Exception e) {
                throw new IllegalStateException(last + " could not be closed.", e);
            }
        }
    }
}
