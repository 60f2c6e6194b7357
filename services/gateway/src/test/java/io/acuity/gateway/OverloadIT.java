package io.acuity.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.acuity.events.JobState;
import io.acuity.events.JobView;
import io.acuity.gateway.Client.Answer;
import io.acuity.gateway.admission.AdmissionLimits;
import io.acuity.gateway.admission.Quotas;
import io.acuity.streaming.EventPublisher;
import io.acuity.streaming.EventTail;
import io.acuity.streaming.TailStart;
import io.acuity.streaming.topics.Topic;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No worker and no tracker run: what is accepted stays under way until the test tells otherwise. */
class OverloadIT {
    private static final byte[] IMAGE = {1, 2, 3};
    private static final byte[] CLIP = {4, 5, 6};

    @TempDir
    static Path directory;

    private static GatewayHouse house;
    private static EventPublisher publisher;

    private final List<String> refusals = new CopyOnWriteArrayList<>();
    private @Nullable GatewayService running;

    @BeforeAll
    static void startBroker() {
        house = GatewayHouse.start(directory, 1);
        publisher = house.publisher();
    }

    @AfterAll
    static void stopBroker() {
        house.close();
    }

    @AfterEach
    void stop() {
        gateway().close();
    }

    private GatewayService gateway() {
        return Objects.requireNonNull(running);
    }

    private Client client() {
        return new Client(gateway().port());
    }

    private void start(AdmissionLimits limits) {
        GatewaySettings settings =
                house.settings(GatewayHouse.ANY).withLimits(GatewayLimits.DEFAULT.withAdmission(limits));
        running = GatewayService.start(settings, new RequestObserver() {
            @Override
            public void answered(String operation, int status, Duration took) {}

            @Override
            public void refused(String code) {
                refusals.add(code);
            }
        });
    }

    @Test
    void aFullQueueTakesNothingUntilAJobHasEnded() throws Exception {
        // given
        start(AdmissionLimits.DEFAULT.withWaitingJobs(2));
        String first = client().post("", IMAGE).json().getString("id");
        assertThat(client().post("", IMAGE).status()).isEqualTo(202);

        // when
        Answer refused = client().post("", IMAGE);

        // then
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.json().getString("code")).isEqualTo("QUEUE_FULL");
        assertThat(refused.header("Retry-After")).isEqualTo("30");
        assertThat(refusals).containsExactly("QUEUE_FULL");

        // when
        publisher.publish(Topic.JOBS, first, ended(first)).join();

        // then
        await().untilAsserted(
                        () -> assertThat(client().post("", IMAGE).status()).isEqualTo(202));
    }

    @Test
    void batchesLeaveRoomInTheQueueAndHaveATopicOfTheirOwn() throws Exception {
        // given
        start(AdmissionLimits.DEFAULT.withWaitingJobs(5));
        List<String> batch = new CopyOnWriteArrayList<>();
        try (var tail = EventTail.open(
                house.kafka(),
                Topic.BATCH_REQUESTS,
                new TailStart.End(),
                (key, request) -> batch.add(String.valueOf(key)))) {
            tail.caughtUp().join();
            String first = client().post("?priority=batch", IMAGE).json().getString("id");
            for (int i = 0; i < 3; i++) {
                assertThat(client().postForm(IMAGE, Map.of("priority", "BATCH")).status())
                        .isEqualTo(202);
            }

            // when
            Answer refused = client().post("?priority=batch", IMAGE);
            Answer interactive = client().post("", IMAGE);
            Answer full = client().post("?priority=interactive", IMAGE);

            // then
            assertThat(refused.json().getString("code")).isEqualTo("QUEUE_FULL");
            assertThat(interactive.status()).isEqualTo(202);
            assertThat(full.json().getString("code")).isEqualTo("QUEUE_FULL");
            await().untilAsserted(() -> assertThat(batch).hasSize(4).contains(first));
        }
    }

    @Test
    void aCallerThatIsTooFastHearsWhenItMayComeBack() throws Exception {
        // given
        start(AdmissionLimits.DEFAULT.withQuotas(Quotas.parse(List.of("anybody:jobs-per-minute=2"))));

        // when
        Answer first = client().post("", IMAGE);
        Answer second = client().post("", IMAGE);
        Answer third = client().post("", IMAGE);

        // then
        assertThat(first.status()).isEqualTo(202);
        assertThat(first.header("RateLimit-Policy")).isEqualTo("\"jobs\";q=2;w=60");
        assertThat(first.header("RateLimit")).isEqualTo("\"jobs\";r=1;t=30");
        assertThat(second.status()).isEqualTo(202);
        assertThat(third.status()).isEqualTo(429);
        assertThat(third.json().getString("code")).isEqualTo("RATE_EXCEEDED");
        assertThat(third.header("RateLimit")).startsWith("\"jobs\";r=0;t=");
        assertThat(Integer.parseInt(third.header("Retry-After"))).isBetween(25, 30);
    }

    @Test
    void aCallerHasOnlySoManyImagesAndClipsUnderWay() throws Exception {
        // given
        start(AdmissionLimits.DEFAULT.withQuotas(Quotas.parse(List.of("under-way=2"))));
        String job = client().post("", IMAGE).json().getString("id");
        assertThat(clip().status()).isEqualTo(202);

        // when
        Answer image = client().post("", IMAGE);
        Answer clip = clip();

        // then
        assertThat(List.of(image.status(), clip.status())).containsOnly(429);
        assertThat(image.json().getString("code")).isEqualTo("TOO_MANY_UNDER_WAY");
        assertThat(image.header("Retry-After")).isNotEmpty();

        // when
        publisher.publish(Topic.JOBS, job, ended(job)).join();

        // then
        await().untilAsserted(
                        () -> assertThat(client().post("", IMAGE).status()).isEqualTo(202));
    }

    @Test
    void clipsHaveAQueueOfTheirOwn() throws Exception {
        // given: clips of the other tests wait too
        start(AdmissionLimits.DEFAULT.withWaitingClips(1));
        clip();

        // when
        Answer refused = clip();

        // then
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.json().getString("code")).isEqualTo("QUEUE_FULL");
        assertThat(client().post("", IMAGE).status()).isEqualTo(202);
    }

    @Test
    void onlySoManyUploadsAreReceivedAtOnce() throws Exception {
        // given
        start(AdmissionLimits.DEFAULT.withUploads(1));
        try (Socket slow = post("Content-Length: 1000")) {
            await().untilAsserted(() -> assertThat(gateway().uploads().open()).isEqualTo(1));
            assertThat(gateway().uploads().bytes()).isEqualTo(1000);

            // when
            Answer refused = client().post("", IMAGE);

            // then
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.json().getString("code")).isEqualTo("BUSY");
            assertThat(refused.header("Retry-After")).isEqualTo("1");
            slow.getOutputStream().write(new byte[1000]);
            assertThat(statusLine(slow)).contains(" 202 ");
        }
        assertThat(gateway().uploads().open()).isZero();
        assertThat(gateway().uploads().bytes()).isZero();
        assertThat(client().post("", IMAGE).status()).isEqualTo(202);
    }

    @Test
    void aLargeBodyIsAskedForOnlyWhenItsRequestIsLetIn() throws Exception {
        // given
        start(AdmissionLimits.DEFAULT.withWaitingJobs(1));
        try (Socket let = post("Expect: 100-continue\r\nContent-Length: 3")) {
            assertThat(statusLine(let)).contains(" 100 ");
            let.getOutputStream().write(IMAGE);
            await().untilAsserted(
                            () -> assertThat(gateway().jobCounts().waiting()).isEqualTo(1));
        }

        // when
        try (Socket refused = post("Expect: 100-continue\r\nContent-Length: 100000000")) {
            String answer = reader(refused).lines().collect(Collectors.joining("\n"));

            // then: the answer, the end of the connection, and no 100
            assertThat(answer).startsWith("HTTP/1.1 503").containsIgnoringCase("connection: close");
        }
    }

    private Answer clip() throws Exception {
        return client().send("POST", "/v1/videos", Map.of("Content-Type", "video/mp4"), CLIP);
    }

    private Socket post(String headers) throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), gateway().port());
        socket.setSoTimeout(20_000);
        String head = "POST /v1/upscales HTTP/1.1\r\nHost: here\r\nContent-Type: image/png\r\n" + headers + "\r\n\r\n";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static BufferedReader reader(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    }

    private static String statusLine(Socket socket) throws IOException {
        return reader(socket).readLine();
    }

    private static JobView ended(String id) {
        return JobView.newBuilder()
                .setJobId(id)
                .setState(JobState.SUCCEEDED)
                .setUpdatedAt(Instant.now())
                .build();
    }
}
