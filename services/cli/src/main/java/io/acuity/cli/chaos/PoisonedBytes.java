package io.acuity.cli.chaos;

import static io.acuity.cli.chaos.PoisonKind.bytes;

import io.acuity.cli.chaos.PoisonKind.Material;
import io.acuity.events.JobEvent;
import io.acuity.events.JobState;
import io.acuity.streaming.topics.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** Records that do not decode: there is no job in them. */
final class PoisonedBytes {
    private static final int NOISE = 400;
    /** Two bytes of marker, eight of the schema's fingerprint: Avro's single-object encoding. */
    private static final int HEADER = 10;

    private PoisonedBytes() {}

    static List<PoisonKind> all() {
        return List.of(
                bytes("no bytes", material -> new byte[0]),
                bytes("random bytes", material -> noise(material, NOISE)),
                bytes("JSON", material -> ("{\"jobId\": \"" + material.id() + "\"}").getBytes(StandardCharsets.UTF_8)),
                bytes("half a request", material -> {
                    byte[] whole = good(material);
                    return Arrays.copyOf(whole, whole.length / 2);
                }),
                bytes("the header of a request alone", material -> Arrays.copyOf(good(material), HEADER)),
                bytes("a schema nobody knows", material -> {
                    byte[] bytes = good(material);
                    bytes[HEADER - 1] ^= 0x55;
                    return bytes;
                }),
                bytes("noise under a request's header", material -> {
                    byte[] bytes = Arrays.copyOf(good(material), HEADER + NOISE);
                    // A length that is negative is no length, whatever follows.
                    Arrays.fill(bytes, HEADER, bytes.length, (byte) 0x01);
                    return bytes;
                }),
                bytes("another record", PoisonedBytes::event));
    }

    private static byte[] noise(Material material, int length) {
        byte[] bytes = new byte[length];
        material.random().nextBytes(bytes);
        return bytes;
    }

    private static byte[] good(Material material) {
        return Topic.REQUESTS.codec().encode(PoisonedRecipes.good(material).build());
    }

    private static byte[] event(Material material) {
        return Topic.JOB_EVENTS
                .codec()
                .encode(JobEvent.newBuilder()
                        .setJobId(material.id())
                        .setState(JobState.STARTED)
                        .setAt(Instant.now())
                        .build());
    }
}
