package io.acuity.fuzz;

import io.acuity.events.Cancel;
import io.acuity.events.CheckpointEvent;
import io.acuity.events.DatasetSample;
import io.acuity.events.DeadLetter;
import io.acuity.events.FrameRequest;
import io.acuity.events.FrameResult;
import io.acuity.events.JobEvent;
import io.acuity.events.JobView;
import io.acuity.events.MetricsWindow;
import io.acuity.events.RolloutAck;
import io.acuity.events.RolloutCommand;
import io.acuity.events.RolloutEvent;
import io.acuity.events.RolloutTrial;
import io.acuity.events.TrainingProgress;
import io.acuity.events.UpscaleRequest;
import io.acuity.events.UpscaleResult;
import io.acuity.events.VideoRequest;
import io.acuity.events.VideoView;
import io.acuity.schemas.EventCodec;
import io.acuity.schemas.SchemaHistory;
import io.acuity.schemas.UndecodableRecordException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.specific.SpecificRecord;

/**
 * Records as they come from topics. The first byte chooses the event, the second the released schema its writer had, so that
 * the fuzzer need not guess fingerprints; with the second 255 the rest is the whole record, frame and all.
 */
public final class EventFuzz {
    /** An event is held once as bytes, once as objects; Avro's own buffers begin with 8 KiB. */
    private static final long MEMORY = 64L << 20;

    private static final int PER_BYTE = 500;
    private static final int WHOLE = 255;
    private static final List<Reading<?>> EVENTS = List.of(
            new Reading<>(UpscaleRequest.class),
            new Reading<>(UpscaleResult.class),
            new Reading<>(JobEvent.class),
            new Reading<>(JobView.class),
            new Reading<>(Cancel.class),
            new Reading<>(DeadLetter.class),
            new Reading<>(DatasetSample.class),
            new Reading<>(TrainingProgress.class),
            new Reading<>(CheckpointEvent.class),
            new Reading<>(RolloutCommand.class),
            new Reading<>(RolloutEvent.class),
            new Reading<>(RolloutTrial.class),
            new Reading<>(RolloutAck.class),
            new Reading<>(MetricsWindow.class),
            new Reading<>(FrameRequest.class),
            new Reading<>(FrameResult.class),
            new Reading<>(VideoRequest.class),
            new Reading<>(VideoView.class));

    private EventFuzz() {}

    /** Called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length < 2) {
            return;
        }
        Reading<?> reading = EVENTS.get((input[0] & 0xFF) % EVENTS.size());
        byte[] rest = Arrays.copyOfRange(input, 2, input.length);
        int version = input[1] & 0xFF;
        byte[] record = version == WHOLE ? rest : reading.framed(version, rest);
        Bounded.allocating(MEMORY + (long) PER_BYTE * input.length, () -> reading.read(record));
    }

    /** One kind of event with all its writers. */
    private record Reading<T extends SpecificRecord>(EventCodec<T> codec, List<Long> fingerprints) {
        Reading(Class<T> type) {
            this(EventCodec.of(type), released(type.getSimpleName()));
        }

        private static List<Long> released(String name) {
            var fingerprints = new ArrayList<Long>();
            SchemaHistory.of(name)
                    .forEach(schema -> fingerprints.add(SchemaNormalization.parsingFingerprint64(schema)));
            return List.copyOf(fingerprints);
        }

        byte[] framed(int version, byte[] body) {
            return ByteBuffer.allocate(EventCodec.HEADER_BYTES + body.length)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .put((byte) 0xC3)
                    .put((byte) 1)
                    .putLong(fingerprints.get(version % fingerprints.size()))
                    .put(body)
                    .array();
        }

        void read(byte[] record) {
            T event;
            try {
                event = codec.decode(record);
            } catch (UndecodableRecordException e) {
                Bounded.requireSentence(e);
                return;
            }
            byte[] written = codec.encode(event);
            T again = codec.decode(written);
            // Bytes, not objects: to Avro a record that holds a number that is none is not even equal to itself. And
            // the
            // event's kind alone, since the fuzzer's hooks into maps cannot write some of them down.
            String kind = event.getClass().getSimpleName();
            Bounded.require(
                    Arrays.equals(codec.encode(again), written), "It is another " + kind + " after a round trip.");
        }
    }
}
