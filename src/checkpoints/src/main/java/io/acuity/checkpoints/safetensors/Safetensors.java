package io.acuity.checkpoints.safetensors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.acuity.checkpoints.CorruptCheckpointException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A safetensors file: 8 bytes header length, a JSON header with name, type, shape and offsets of each tensor and an
 * optional {@code __metadata__} map, then the data. Order and metadata survive a round trip.
 *
 * @param tensors by name, in the order of the file
 * @param metadata free text by key
 */
public record Safetensors(Map<String, Tensor> tensors, Map<String, String> metadata) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String METADATA = "__metadata__";
    private static final int MAX_HEADER = 100_000_000;

    /** Copies the maps, keeping their order. */
    public Safetensors {
        tensors = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
        metadata = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    }

    /**
     * Parses a file.
     *
     * @param file its content
     * @param source its name, for messages
     * @throws CorruptCheckpointException if header or offsets do not fit the content
     */
    public static Safetensors parse(byte[] file, String source) {
        ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        long headerLength = file.length < 8 ? -1 : bytes.getLong(0);
        if (headerLength < 2 || headerLength > Math.min(MAX_HEADER, file.length - 8L)) {
            throw damaged(source, "its header length does not fit the file", null);
        }
        int dataStart = 8 + (int) headerLength;
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        Map<String, String> metadata = new LinkedHashMap<>();
        try {
            JsonNode header = JSON.readTree(file, 8, (int) headerLength);
            for (Map.Entry<String, JsonNode> entry : header.properties()) {
                if (METADATA.equals(entry.getKey())) {
                    entry.getValue()
                            .properties()
                            .forEach(e -> metadata.put(e.getKey(), e.getValue().asText()));
                } else {
                    tensors.put(entry.getKey(), tensor(entry.getKey(), entry.getValue(), bytes, dataStart));
                }
            }
        } catch (java.io.IOException | RuntimeException e) {
            throw damaged(source, "its header cannot be read", e);
        }
        return new Safetensors(tensors, metadata);
    }

    private static Tensor tensor(String name, JsonNode entry, ByteBuffer bytes, int dataStart) {
        List<Long> shape = new ArrayList<>();
        entry.required("shape").forEach(side -> shape.add(whole(side)));
        JsonNode offsets = entry.required("data_offsets");
        int from = Math.addExact(dataStart, Math.toIntExact(whole(offsets.required(0))));
        int to = Math.addExact(dataStart, Math.toIntExact(whole(offsets.required(1))));
        ElementType type = ElementType.valueOf(entry.required("dtype").asText());
        return new Tensor(name, type, shape, bytes.slice(from, Math.subtractExact(to, from)));
    }

    /** A number as it stands: neither cut to 64 bits, nor negative, which as an offset would lead into the header. */
    private static long whole(JsonNode number) {
        if (!number.isIntegralNumber() || !number.canConvertToLong() || number.longValue() < 0) {
            throw new IllegalArgumentException(number + " is neither a size nor an offset");
        }
        return number.longValue();
    }

    /** Encodes the tensors in their order; the header is padded to a multiple of 8 with blanks. */
    public byte[] encode() {
        ObjectNode header = JSON.createObjectNode();
        if (!metadata.isEmpty()) {
            ObjectNode texts = header.putObject(METADATA);
            metadata.forEach(texts::put);
        }
        long offset = 0;
        for (Tensor tensor : tensors.values()) {
            ObjectNode entry = header.putObject(tensor.name());
            entry.put("dtype", tensor.type().name());
            ArrayNode shape = entry.putArray("shape");
            tensor.shape().forEach(shape::add);
            entry.putArray("data_offsets")
                    .add(offset)
                    .add(offset + tensor.data().remaining());
            offset += tensor.data().remaining();
        }
        byte[] text = headerText(header);
        int padded = (text.length + 7) / 8 * 8;
        ByteBuffer out =
                ByteBuffer.allocate(Math.toIntExact(8 + padded + offset)).order(ByteOrder.LITTLE_ENDIAN);
        out.putLong(padded).put(text);
        while (out.position() < 8 + padded) {
            out.put((byte) ' ');
        }
        tensors.values().forEach(tensor -> out.put(tensor.data().duplicate()));
        return out.array();
    }

    private static byte[] headerText(ObjectNode header) {
        try {
            return JSON.writeValueAsString(header).getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A header of names and numbers could not be written as JSON.", e);
        }
    }

    private static CorruptCheckpointException damaged(
            String source, String why, @org.jspecify.annotations.Nullable Throwable cause) {
        String message = "The weights in " + source + " are damaged: " + why + "; fetch or train the checkpoint again.";
        return cause == null ? new CorruptCheckpointException(message) : new CorruptCheckpointException(message, cause);
    }
}
