package io.acuity.cli.chaos;

import io.acuity.events.FailureCode;
import io.acuity.streaming.blob.BlobStore;
import io.acuity.streaming.topics.OutgoingEvent;
import io.acuity.streaming.topics.Topic;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * One way in which a record on {@code acuity.requests} can be bad.
 *
 * @param name for people
 * @param expected the code it must end with
 * @param isJob whether it can be read as a request, and so ends as a failed job too
 * @param event makes one
 */
record PoisonKind(String name, FailureCode expected, boolean isJob, Function<Material, OutgoingEvent> event) {
    /**
     * What a bad record is made of.
     *
     * @param id of the job, and key of the record
     * @param image a good picture, PNG
     * @param store of the services
     * @param random of the run
     */
    record Material(String id, byte[] image, BlobStore store, RandomGenerator random) {}

    /** All thirty. */
    static List<PoisonKind> all() {
        List<PoisonKind> all = new ArrayList<>();
        all.addAll(PoisonedBytes.all());
        all.addAll(PoisonedRecipes.all());
        all.addAll(PoisonedPictures.all());
        return List.copyOf(all);
    }

    /** Bytes that are no request. */
    static PoisonKind bytes(String name, Function<Material, byte[]> value) {
        return new PoisonKind(
                name,
                FailureCode.UNDECODABLE_RECORD,
                false,
                material -> new OutgoingEvent(
                        Topic.REQUESTS.name(), material.id.getBytes(StandardCharsets.UTF_8), value.apply(material)));
    }

    /** A record of this kind. */
    OutgoingEvent event(Material material) {
        return event.apply(material);
    }

    @Override
    public String toString() {
        return name;
    }
}
