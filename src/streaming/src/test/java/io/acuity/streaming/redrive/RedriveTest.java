package io.acuity.streaming.redrive;

import static org.assertj.core.api.Assertions.assertThat;

import io.acuity.events.BlobReference;
import io.acuity.events.DeadLetter;
import io.acuity.events.FailureCode;
import io.acuity.events.InlinePayload;
import io.acuity.events.Operation;
import io.acuity.events.OutputFormat;
import io.acuity.events.Recipe;
import io.acuity.events.UpscaleRequest;
import io.acuity.streaming.EventPlace;
import io.acuity.streaming.topics.Topic;
import io.acuity.streaming.trace.Carrier;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RedriveTest {
    private static final Instant THEN = Instant.ofEpochMilli(1_795_000_000_000L);
    private static final Instant NOW = THEN.plusSeconds(3_600);
    private static final BlobReference LARGE =
            new BlobReference("file:///b", "0".repeat(64), 1L, "application/octet-stream");

    private final Redrive redrive = new Redrive(reference -> encoded(), Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void aRequestComesBackAsAJobOfItsOwn() throws Exception {
        // when
        Fate fate = redrive.of(placed(17, letter("acuity.requests", encoded())));

        // then
        assertThat(fate).isInstanceOfSatisfying(Fate.AnotherJob.class, again -> {
            byte[] value = Objects.requireNonNull(again.event().value());
            UpscaleRequest request = Topic.REQUESTS.codec().decode(value);
            assertThat(again.jobId()).isNotEqualTo("old").isEqualTo(request.getJobId());
            assertThat(new String(again.event().key(), StandardCharsets.UTF_8)).isEqualTo(again.jobId());
            assertThat(again.event().topic()).isEqualTo("acuity.requests");
            assertThat(request.getLabels()).isEqualTo(Map.of("album", "summer", Redrive.LABEL, "old"));
            assertThat(request.getSubmittedAt()).isEqualTo(NOW);
            assertThat(request.getDeadline()).as("The old one is over.").isNull();
            assertThat(request.getIdempotencyKey())
                    .as("It names the job that failed.")
                    .isNull();
            assertThat(request.getRecipe()).isEqualTo(request().getRecipe());
            assertThat(request.getInput()).isEqualTo(request().getInput());
        });
    }

    @Test
    void whatIsDrivenAgainStaysInTheTraceOfItsLetter() {
        // given
        Carrier carrier = new Carrier(Map.of("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"));
        EventPlace place = new EventPlace(0, 17, carrier);

        // when
        Fate job = redrive.of(new PlacedLetter(place, letter("acuity.requests", encoded())));
        Fate webhook = redrive.of(new PlacedLetter(place, letter("acuity.webhooks", new byte[] {1})));

        // then
        assertThat(job)
                .isInstanceOfSatisfying(
                        Fate.AnotherJob.class,
                        again -> assertThat(again.event().carrier()).isEqualTo(carrier));
        assertThat(webhook)
                .isInstanceOfSatisfying(
                        Fate.SameRecord.class,
                        again -> assertThat(again.event().carrier()).isEqualTo(carrier));
    }

    @Test
    void aRequestOfABatchComesBackAsOne() {
        // when
        Fate fate = redrive.of(placed(17, letter("acuity.batch-requests", encoded())));

        // then
        assertThat(fate)
                .isInstanceOfSatisfying(
                        Fate.AnotherJob.class,
                        again -> assertThat(again.event().topic()).isEqualTo("acuity.batch-requests"));
    }

    @Test
    void aLetterGivesTheSameJobEachTimeAndAnotherLetterAnother() {
        // when
        String first = jobOf(placed(17, letter("acuity.requests", encoded())));

        // then
        assertThat(jobOf(placed(17, letter("acuity.requests", encoded())))).isEqualTo(first);
        assertThat(jobOf(placed(18, letter("acuity.requests", encoded())))).isNotEqualTo(first);
    }

    @Test
    void aRecordThatWasTooLargeIsReadFromTheStore() {
        // given
        DeadLetter letter = letter("acuity.requests", null);
        letter.setOriginalReference(LARGE);

        // then
        assertThat(redrive.of(placed(1, letter))).isInstanceOf(Fate.AnotherJob.class);
    }

    @Test
    void aWebhookIsPublishedAsItWas() {
        // when
        Fate fate = redrive.of(placed(1, letter("acuity.webhooks", new byte[] {1, 2})));

        // then
        assertThat(fate).isInstanceOfSatisfying(Fate.SameRecord.class, same -> {
            assertThat(same.event().topic()).isEqualTo("acuity.webhooks");
            assertThat(same.event().key()).isEqualTo("old".getBytes(StandardCharsets.UTF_8));
            assertThat(same.event().value()).containsExactly(1, 2);
        });
    }

    @Test
    void whatCannotBeDrivenStaysWithAReason() {
        assertThat(why(letter("acuity.requests", new byte[] {1, 2, 3}))).startsWith("The original does not decode");
        assertThat(why(letter("acuity.requests", null))).contains("it lay on acuity.requests-2@99");
        assertThat(why(letter("acuity.frames", encoded()))).startsWith("Frames come again");
        assertThat(why(letter("acuity.datasets", encoded()))).startsWith("Records of acuity.datasets");
    }

    @Test
    void failuresOfTheRecordItselfDoNotPass() {
        assertThat(Redrive.mayPass(FailureCode.STORE_UNAVAILABLE)).isTrue();
        assertThat(Redrive.mayPass(FailureCode.CORRUPT_CHECKPOINT)).isTrue();
        assertThat(Redrive.mayPass(FailureCode.WEBHOOK_UNDELIVERED)).isTrue();
        assertThat(Redrive.mayPass(FailureCode.UNREADABLE_IMAGE)).isFalse();
        assertThat(Redrive.mayPass(FailureCode.UNDECODABLE_RECORD)).isFalse();
    }

    private String jobOf(PlacedLetter placed) {
        return redrive.of(placed) instanceof Fate.AnotherJob(String jobId, var event) ? jobId : "none";
    }

    private String why(DeadLetter letter) {
        return redrive.of(placed(1, letter)) instanceof Fate.Stays(String why) ? why : "it does not stay";
    }

    private static PlacedLetter placed(long offset, DeadLetter letter) {
        return new PlacedLetter(new EventPlace(0, offset, Carrier.NONE), letter);
    }

    private static DeadLetter letter(String topic, byte @Nullable [] original) {
        return DeadLetter.newBuilder()
                .setCode(FailureCode.STORE_UNAVAILABLE)
                .setMessage("The store is away.")
                .setTopic(topic)
                .setPartition(2)
                .setOffset(99)
                .setOriginalKey(ByteBuffer.wrap("old".getBytes(StandardCharsets.UTF_8)))
                .setOriginalValue(original == null ? null : ByteBuffer.wrap(original))
                .setJobId("old")
                .setAt(THEN)
                .build();
    }

    private static byte[] encoded() {
        return Topic.REQUESTS.codec().encode(request());
    }

    private static UpscaleRequest request() {
        return UpscaleRequest.newBuilder()
                .setJobId("old")
                .setOperation(Operation.RESIDUAL_SHIFT)
                .setInput(new InlinePayload("image/png", ByteBuffer.wrap(new byte[] {7})))
                .setRecipe(Recipe.newBuilder()
                        .setModel("acuity-s-x4")
                        .setFormat(OutputFormat.PNG)
                        .setSeed(5)
                        .build())
                .setSubmittedAt(THEN)
                .setDeadline(THEN.plusSeconds(60))
                .setIdempotencyKey("key")
                .setLabels(Map.of("album", "summer"))
                .build();
    }
}
