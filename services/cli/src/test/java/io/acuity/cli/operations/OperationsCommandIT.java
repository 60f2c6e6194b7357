package io.acuity.cli.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.acuity.cli.Acuity;
import io.acuity.cli.console.Console;
import io.acuity.events.DeadLetter;
import io.acuity.events.FailureCode;
import io.acuity.events.InlinePayload;
import io.acuity.events.JobState;
import io.acuity.events.JobView;
import io.acuity.events.Operation;
import io.acuity.events.Recipe;
import io.acuity.events.UpscaleRequest;
import io.acuity.streaming.EventPublisher;
import io.acuity.streaming.EventTail;
import io.acuity.streaming.KafkaSettings;
import io.acuity.streaming.TailStart;
import io.acuity.streaming.TopicAdmin;
import io.acuity.streaming.broker.EmbeddedBroker;
import io.acuity.streaming.redrive.Redrive;
import io.acuity.streaming.topics.Topic;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Topics and dead letters as an operator has them, on a real broker. */
class OperationsCommandIT {
    private static final Instant THEN = Instant.ofEpochMilli(1_795_000_000_000L);

    @TempDir
    static Path directory;

    private static EmbeddedBroker broker;
    private static KafkaSettings kafka;
    private static EventPublisher publisher;

    @BeforeAll
    static void start() {
        broker = EmbeddedBroker.start(directory.resolve("broker"), 0);
        kafka = KafkaSettings.of(broker.bootstrap());
        TopicAdmin.ensure(kafka, 2);
        publisher = EventPublisher.open(kafka);
    }

    @AfterAll
    static void stop() {
        publisher.close();
        broker.close();
    }

    @Test
    void topicsAreListedCheckedAndExtendedOnlyWhenAsked() {
        // when: the count there is the wanted one where none is named
        Run list = acuity("topics", "list");
        Run own = acuity("topics", "check");

        // then
        assertThat(list.out()).contains("acuity.dead-letters", "message.timestamp.type=LogAppendTime", "  2 × 1  ");
        assertThat(own.status()).isZero();

        // and when
        Run check = acuity("topics", "check", "--partitions", "3");
        Run apply = acuity("topics", "apply", "--partitions", "3");

        // then
        assertThat(check.status()).isEqualTo(1);
        assertThat(check.out()).contains("acuity.requests has 2 partitions and should have 3.");
        assertThat(apply.status()).isEqualTo(1);
        assertThat(apply.out()).contains("stays: acuity.requests has", "Say --extend, at rest.");

        // and when
        Run extended = acuity("topics", "apply", "--extend", "--partitions", "3");

        // then
        assertThat(extended.status()).as(extended.err()).isZero();
        assertThat(extended.out()).contains("mended: acuity.frames has");
        assertThat(acuity("topics", "check", "--partitions", "3").status()).isZero();
        assertThat(acuity("topics", "apply", "--partitions", "0").status()).isEqualTo(2);
    }

    @Test
    void aLetterIsDrivenOnceAsANewJob() throws Exception {
        // given
        publish(Topic.DEAD_LETTERS, "lost", letter("lost", FailureCode.STORE_UNAVAILABLE));
        publish(Topic.DEAD_LETTERS, "bad", letter("bad", FailureCode.UNREADABLE_IMAGE));
        List<UpscaleRequest> requests = new CopyOnWriteArrayList<>();
        try (var tail = EventTail.open(kafka, Topic.REQUESTS, new TailStart.Beginning(), (key, event) -> {
            if (event != null) {
                requests.add(event);
            }
        })) {
            tail.caughtUp().get(30, TimeUnit.SECONDS);

            // when
            Run dry = acuity("redrive", "--dry-run");

            // then: what the caller did wrong is not tried again
            assertThat(dry.status()).as(dry.err()).isZero();
            assertThat(dry.out()).contains("STORE_UNAVAILABLE  acuity.requests  lost  would be driven as ");
            assertThat(dry.out()).doesNotContain("UNREADABLE_IMAGE");
            assertThat(dry.err()).contains("1 would be driven");

            // and when
            Run driven = acuity("redrive", "--json", "--job", "lost", "--topic", "acuity.requests");

            // then
            assertThat(driven.out()).contains("\"job\":\"lost\"", "\"done\":\"driven\"");
            await().atMost(20, TimeUnit.SECONDS)
                    .untilAsserted(() -> assertThat(requests).hasSize(1));
            UpscaleRequest again = requests.getFirst();
            assertThat(again.getLabels()).containsEntry(Redrive.LABEL, "lost");
            assertThat(driven.out()).contains(again.getJobId());

            // and when: the tracker has heard of the new job
            publish(Topic.JOBS, again.getJobId(), view(again.getJobId()));
            Run twice = acuity("redrive");

            // then
            assertThat(twice.out()).contains("was driven before as " + again.getJobId());
            assertThat(twice.err()).contains("0 driven, 0 stay");

            // and when
            Run bad = acuity("redrive", "--code", "UNREADABLE_IMAGE", "--limit", "1", "--dry-run");

            // then
            assertThat(bad.out()).contains("bad  would be driven");
        }
    }

    @Test
    void aLimitOfNothingIsAWrongCommandLine() {
        assertThat(acuity("redrive", "--limit", "0").status()).isEqualTo(2);
        assertThat(acuity("redrive", "--code", "NONE_SUCH").status()).isEqualTo(2);
    }

    private static <T extends SpecificRecord> void publish(Topic<T> topic, String key, T event) throws Exception {
        publisher.publish(topic, key, event).get(10, TimeUnit.SECONDS);
    }

    private static JobView view(String jobId) {
        return JobView.newBuilder()
                .setJobId(jobId)
                .setState(JobState.ACCEPTED)
                .setUpdatedAt(THEN)
                .build();
    }

    private static DeadLetter letter(String jobId, FailureCode code) {
        UpscaleRequest request = UpscaleRequest.newBuilder()
                .setJobId(jobId)
                .setOperation(Operation.RESIDUAL_SHIFT)
                .setInput(new InlinePayload("image/png", ByteBuffer.wrap(new byte[] {7})))
                .setRecipe(Recipe.newBuilder().setModel("acuity-s-x4").build())
                .setSubmittedAt(THEN)
                .build();
        return DeadLetter.newBuilder()
                .setCode(code)
                .setMessage("It failed.")
                .setTopic(Topic.REQUESTS.name())
                .setPartition(0)
                .setOffset(3)
                .setOriginalValue(ByteBuffer.wrap(Topic.REQUESTS.codec().encode(request)))
                .setJobId(jobId)
                .setAt(THEN)
                .build();
    }

    private record Run(int status, String out, String err) {}

    private static Run acuity(String... arguments) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        String[] all = Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "--bootstrap";
        all[arguments.length + 1] = broker.bootstrap();
        int status = Acuity.run(
                new Console(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8)),
                all);
        return new Run(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
