import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.security.MessageDigest;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Upscales one image with nothing but the Kafka client, Avro, and the schemas in schemas/src/main/avro/history.
 *
 * <p>Usage: java -cp CLASSPATH UpscaleByTopic.java HOST:PORT SCHEMAS IN OUT
 */
public class UpscaleByTopic {
    private static final String REQUESTS = "acuity.requests";
    private static final String RESULTS = "acuity.results";
    private static final int LARGEST_INLINE = 256 * 1024;

    public static void main(String[] args) throws Exception {
        String broker = args[0];
        Path schemas = Path.of(args[1]);
        byte[] image = Files.readAllBytes(Path.of(args[2]));
        Path output = Path.of(args[3]);
        if (image.length > LARGEST_INLINE) {
            throw new IllegalArgumentException(args[2] + " has more than 256 KiB: put it into the store and send"
                    + " a BlobReference instead of an InlinePayload.");
        }

        List<Schema> requestVersions = versions(schemas.resolve("UpscaleRequest"));
        Schema request = requestVersions.get(requestVersions.size() - 1);
        String jobId = UUID.randomUUID().toString();

        try (var consumer = new KafkaConsumer<>(
                        Map.of("bootstrap.servers", broker, "isolation.level", "read_committed"),
                        new StringDeserializer(),
                        new ByteArrayDeserializer());
                var producer = new KafkaProducer<>(
                        Map.of("bootstrap.servers", broker, "acks", "all"),
                        new StringSerializer(),
                        new ByteArraySerializer())) {
            // The place in the results is fixed before the request is sent; no group is needed to read them all.
            List<TopicPartition> partitions = consumer.partitionsFor(RESULTS).stream()
                    .map(info -> new TopicPartition(RESULTS, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToEnd(partitions);
            partitions.forEach(consumer::position);

            var encoder = new BinaryMessageEncoder<GenericRecord>(GenericData.get(), request);
            byte[] bytes = toArray(encoder.encode(request(request, jobId, image)));
            producer.send(new ProducerRecord<>(REQUESTS, jobId, bytes)).get();
            System.out.println("sent " + jobId);

            write(await(consumer, decoder(schemas.resolve("UpscaleResult")), jobId), output);
        }
    }

    /** A request with the defaults of everything that is not set here. */
    private static GenericRecord request(Schema schema, String jobId, byte[] image) {
        Schema recipe = schema.getField("recipe").schema();
        Schema input = schema.getField("input").schema().getTypes().stream()
                .filter(type -> type.getName().equals("InlinePayload"))
                .findFirst()
                .orElseThrow();
        return new GenericRecordBuilder(schema)
                .set("jobId", jobId)
                .set("operation", new GenericData.EnumSymbol(schema.getField("operation").schema(), "RESIDUAL_SHIFT"))
                .set("input", new GenericRecordBuilder(input)
                        .set("mediaType", "application/octet-stream")
                        .set("data", ByteBuffer.wrap(image))
                        .build())
                .set("recipe", new GenericRecordBuilder(recipe).set("model", "acuity-s-x4").build())
                .set("submittedAt", Instant.now().toEpochMilli())
                .build();
    }

    /** Reads records of all released versions as the newest one. */
    private static BinaryMessageDecoder<GenericRecord> decoder(Path folder) throws IOException {
        List<Schema> versions = versions(folder);
        var decoder = new BinaryMessageDecoder<GenericRecord>(GenericData.get(), versions.get(versions.size() - 1));
        versions.forEach(decoder::addSchema);
        return decoder;
    }

    private static List<Schema> versions(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            int count = (int) files.count();
            return Stream.iterate(1, version -> version + 1)
                    .limit(count)
                    .map(version -> parse(folder.resolve("v" + version + ".avsc")))
                    .toList();
        }
    }

    private static Schema parse(Path file) {
        try {
            return new Schema.Parser().parse(file.toFile());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static GenericRecord await(
            KafkaConsumer<String, byte[]> consumer, BinaryMessageDecoder<GenericRecord> decoder, String jobId)
            throws IOException {
        while (true) {
            for (var record : consumer.poll(Duration.ofSeconds(1))) {
                if (jobId.equals(record.key())) {
                    return decoder.decode(record.value());
                }
            }
        }
    }

    private static void write(GenericRecord result, Path output) throws Exception {
        if (!result.get("outcome").toString().equals("SUCCEEDED")) {
            throw new IllegalStateException("The job ended as " + result.get("outcome") + ": " + result.get("failure"));
        }
        byte[] image = payload((GenericRecord) result.get("output"));
        Files.write(output, image);
        System.out.println(
                "wrote " + output + ", " + result.get("width") + " x " + result.get("height") + ", by " + result.get("checkpoint"));
    }

    /** Small results come inside the record, larger ones lie in the store; this example reads stores that are folders. */
    private static byte[] payload(GenericRecord payload) throws Exception {
        if (payload.getSchema().getName().equals("InlinePayload")) {
            return toArray((ByteBuffer) payload.get("data"));
        }
        byte[] bytes = Files.readAllBytes(Path.of(URI.create(payload.get("uri").toString())));
        String sha256 = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        if (!sha256.equals(payload.get("sha256").toString())) {
            throw new IOException("The blob " + payload.get("uri") + " is not the one that was published.");
        }
        return bytes;
    }

    private static byte[] toArray(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }
}
