package io.acuity.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.acuity.events.Cancel;
import io.acuity.events.InlinePayload;
import io.acuity.events.JobEvent;
import io.acuity.events.JobState;
import io.acuity.events.Operation;
import io.acuity.events.OutputFormat;
import io.acuity.events.Recipe;
import io.acuity.events.UpscaleRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParser;
import org.apache.avro.generic.GenericData;
import org.apache.avro.message.BinaryMessageEncoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventCodecTest {

    private static final Instant NOW = Instant.ofEpochMilli(1_795_000_000_000L);
    private static final EventCodec<UpscaleRequest> REQUESTS = EventCodec.of(UpscaleRequest.class);
    private static final EventCodec<Cancel> CANCELS = EventCodec.of(Cancel.class);
    private static final EventCodec<JobEvent> EVENTS = EventCodec.of(JobEvent.class);

    @Test
    void anEventComesBackEqual() {
        // given
        UpscaleRequest request = request();

        // when
        UpscaleRequest back = REQUESTS.decode(REQUESTS.encode(request));

        // then
        assertThat(back).isEqualTo(request);
        assertThat(back.getSubmittedAt()).isEqualTo(NOW);
    }

    @Test
    void bytesAreThoseOfAvrosOwnSingleObjectEncoder() throws IOException {
        // given
        Cancel cancel = cancel("job-1");

        // when
        byte[] ours = CANCELS.encode(cancel);

        // then
        assertThat(ByteBuffer.wrap(ours)).isEqualTo(Cancel.getEncoder().encode(cancel));
    }

    @Test
    void noSystemPropertyIsNeeded() {
        assertThat(System.getProperty("org.apache.avro.SERIALIZABLE_PACKAGES")).isNull();
        assertThat(CANCELS.decode(CANCELS.encode(cancel("job-2"))).getJobId()).isEqualTo("job-2");
    }

    @Test
    void emptyAndForeignBytesAreUndecodable() {
        assertThatThrownBy(() -> CANCELS.decode(new byte[0]))
                .isInstanceOf(UndecodableRecordException.class)
                .hasMessageContaining("C3 01");
        assertThatThrownBy(() -> CANCELS.decode("{\"jobId\":1}".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .isInstanceOf(UndecodableRecordException.class)
                .hasMessageContaining("Cancel");
    }

    @Test
    void anotherEventIsUndecodable() {
        // given
        byte[] event = EVENTS.encode(new JobEvent("job-3", JobState.ACCEPTED, NOW, 0L, 0L, null, null, null, null));

        // then
        assertThatThrownBy(() -> CANCELS.decode(event))
                .isInstanceOf(UndecodableRecordException.class)
                .hasMessageContaining("No released schema of Cancel");
    }

    @Test
    void everyTruncationIsUndecodable() {
        // given
        byte[] whole = REQUESTS.encode(request());

        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);

            // then
            assertThatExceptionOfType(UndecodableRecordException.class).isThrownBy(() -> REQUESTS.decode(cut));
        }
    }

    @Test
    void trailingBytesAreUndecodable() {
        // given
        byte[] whole = CANCELS.encode(cancel("job-4"));

        // then
        assertThatThrownBy(() -> CANCELS.decode(Arrays.copyOf(whole, whole.length + 1)))
                .isInstanceOf(UndecodableRecordException.class)
                .hasMessageContaining("exactly one record");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void damagedBytesEitherDecodeOrAreUndecodableAndNothingElse(long seed) {
        // given
        byte[] whole = REQUESTS.encode(request());
        var random = new Random(seed);

        for (int round = 0; round < 2_000; round++) {
            byte[] damaged = whole.clone();
            damaged[EventCodec.HEADER_BYTES + random.nextInt(damaged.length - EventCodec.HEADER_BYTES)] =
                    (byte) random.nextInt();
            // when
            try {
                assertThat(REQUESTS.decode(damaged)).isNotNull();
            } catch (UndecodableRecordException expected) {
                // then
                assertThat(expected.getMessage()).contains("UpscaleRequest");
            }
        }
    }

    @Test
    void aLengthBeyondTheRecordAllocatesNothing() {
        // given: a string of 2^31-9 bytes is announced
        var out = new ByteArrayOutputStream();
        out.writeBytes(Arrays.copyOf(CANCELS.encode(cancel("x")), EventCodec.HEADER_BYTES));
        out.writeBytes(new byte[] {(byte) 0xEE, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 0x0F, 'a'});

        // then
        assertThatThrownBy(() -> CANCELS.decode(out.toByteArray())).isInstanceOf(UndecodableRecordException.class);
    }

    @Test
    void everyReleasedVersionOfAnEventIsRead() throws IOException {
        for (Schema released : SchemaHistory.of("Cancel")) {
            // given
            Schema plain = new SchemaParser().parse(released.toString()).mainSchema();
            var old = new GenericData.Record(plain);
            old.put("jobId", "job-5");
            old.put("at", NOW.toEpochMilli());
            byte[] bytes = bytes(new BinaryMessageEncoder<GenericData.Record>(GenericData.get(), plain).encode(old));

            // when
            Cancel cancel = CANCELS.decode(bytes);

            // then
            assertThat(cancel.getJobId()).isEqualTo("job-5");
            assertThat(cancel.getReason()).isNull();
        }
    }

    @Test
    void anIncompleteRecordCannotBeEncoded() {
        assertThatThrownBy(() -> CANCELS.encode(new Cancel()))
                .isInstanceOfAny(NullPointerException.class, AvroRuntimeException.class);
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    private static Cancel cancel(String jobId) {
        return new Cancel(jobId, NOW, null);
    }

    private static UpscaleRequest request() {
        var map = new InlinePayload("image/png", ByteBuffer.wrap(new byte[] {4, 5}));
        var recipe = new Recipe("acuity-s-x4", 4, null, 7L, OutputFormat.PNG, 95, false, "edges", map, 0.2, 2.7, true);
        var input = new InlinePayload("image/png", ByteBuffer.wrap(new byte[] {1, 2, 3}));
        return new UpscaleRequest(
                "job-0",
                Operation.RESIDUAL_SHIFT,
                input,
                recipe,
                NOW,
                null,
                "once",
                Map.of("album", "summer"),
                null,
                null,
                false,
                "anna");
    }
}
