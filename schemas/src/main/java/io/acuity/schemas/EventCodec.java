package io.acuity.schemas;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/**
 * Events to bytes and back in Avro's single-object encoding: the marker {@code C3 01}, the fingerprint of the writer's
 * schema, the record. No registry is asked; the fingerprint is looked up among the released versions that travel with the
 * program ({@link SchemaHistory}). Immutable and safe for any number of threads.
 *
 * @param <T> the event
 */
public final class EventCodec<T extends SpecificRecord> {

    /** Bytes in front of each record: marker and fingerprint. */
    public static final int HEADER_BYTES = 10;

    private static final byte MARKER = (byte) 0xC3;
    private static final byte VERSION = 1;

    static {
        TrustedEvents.establish();
    }

    private final String name;
    private final long fingerprint;
    private final DatumWriter<T> writer;
    private final Map<Long, DatumReader<T>> readers;

    private EventCodec(Class<T> type) {
        SpecificData data = SpecificData.getForClass(type);
        Schema current = data.getSchema(type);
        this.name = type.getSimpleName();
        this.fingerprint = SchemaNormalization.parsingFingerprint64(current);
        this.writer = writer(data, current);
        var byFingerprint = new HashMap<Long, DatumReader<T>>();
        for (Schema released : SchemaHistory.of(name)) {
            byFingerprint.put(SchemaNormalization.parsingFingerprint64(released), reader(data, released, current));
        }
        byFingerprint.put(fingerprint, reader(data, current, current));
        this.readers = Map.copyOf(byFingerprint);
    }

    /**
     * The codec of one event. Making one reads the history; keep it.
     *
     * @param type a generated record
     * @return the codec
     * @param <T> the event
     */
    public static <T extends SpecificRecord> EventCodec<T> of(Class<T> type) {
        return new EventCodec<>(type);
    }

    /**
     * Encodes with the current schema.
     *
     * @param event a complete record
     * @return header and record
     */
    public byte[] encode(T event) {
        var out = new ByteArrayOutputStream(256);
        out.write(MARKER);
        out.write(VERSION);
        out.writeBytes(ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(fingerprint)
                .array());
        try {
            var encoder = EncoderFactory.get().binaryEncoder(out, null);
            writer.write(event, encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("A byte array refused to grow.", e);
        }
        return out.toByteArray();
    }

    /**
     * Decodes bytes written with any released schema of this event.
     *
     * @param bytes header and record, nothing after it
     * @return the event, with the defaults of fields that its writer did not know
     * @throws UndecodableRecordException when the bytes are anything else
     */
    public T decode(byte[] bytes) {
        DatumReader<T> reader = readerFor(bytes);
        BinaryDecoder decoder =
                DecoderFactory.get().binaryDecoder(bytes, HEADER_BYTES, bytes.length - HEADER_BYTES, null);
        try {
            T event = readRecord(reader, decoder);
            if (decoder.isEnd()) {
                return event;
            }
        } catch (IOException | RuntimeException e) {
            // Damaged bytes make the Avro reader throw almost anything, UnsupportedOperationException included.
            throw new UndecodableRecordException(
                    "The " + name + " of " + bytes.length + " bytes is damaged or cut off; publish it again.", e);
        }
        throw new UndecodableRecordException(
                "Bytes follow the end of the " + name + "; publish exactly one record in each message.");
    }

    // A fresh record each time: the reader may fill a reused one only halfway before it fails.
    @SuppressWarnings("NullAway") // Avro takes null for "no record to reuse" but carries no nullness annotations.
    private T readRecord(DatumReader<T> reader, BinaryDecoder decoder) throws IOException {
        return reader.read(null, decoder);
    }

    private DatumReader<T> readerFor(byte[] bytes) {
        if (bytes.length < HEADER_BYTES || bytes[0] != MARKER || bytes[1] != VERSION) {
            throw new UndecodableRecordException(
                    "The record does not start with Avro's single-object marker C3 01; encode it as " + name
                            + " in single-object encoding.");
        }
        long written = ByteBuffer.wrap(bytes, 2, Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .getLong();
        DatumReader<T> reader = readers.get(written);
        if (reader == null) {
            throw new UndecodableRecordException("No released schema of " + name + " has the fingerprint "
                    + HexFormat.of().toHexDigits(written)
                    + "; the record is of another type or was written by a newer release, so update the reader first.");
        }
        return reader;
    }

    @SuppressWarnings("unchecked") // SpecificData creates the writer of the record's own class.
    private static <T> DatumWriter<T> writer(SpecificData data, Schema schema) {
        return (DatumWriter<T>) data.createDatumWriter(schema);
    }

    @SuppressWarnings("unchecked") // SpecificData creates the reader of the record's own class.
    private static <T> DatumReader<T> reader(SpecificData data, Schema written, Schema current) {
        return (DatumReader<T>) data.createDatumReader(written, current);
    }
}
