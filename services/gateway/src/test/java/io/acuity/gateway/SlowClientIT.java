package io.acuity.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.acuity.gateway.Client.Answer;
import io.acuity.gateway.admission.AdmissionLimits;
import io.acuity.gateway.jobs.BoardLimits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlowClientIT {
    private static final int PATIENCE_MILLIS = 400;

    @TempDir
    static Path directory;

    private static GatewayHouse house;
    private static GatewayService gateway;

    @BeforeAll
    static void start() {
        house = GatewayHouse.start(directory, 1);
        var limits = new GatewayLimits(
                1 << 22,
                1 << 22,
                Duration.ofMillis(PATIENCE_MILLIS),
                4,
                64,
                100,
                BoardLimits.DEFAULT,
                AdmissionLimits.DEFAULT);
        gateway = house.serve(house.settings(GatewayHouse.ANY).withLimits(limits));
    }

    @AfterAll
    static void stop() {
        house.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 300_000})
    void anUploadThatStopsIsRefusedAndItsConnectionClosed(int sent) throws Exception {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
            // given
            socket.setSoTimeout(20_000);
            var out = socket.getOutputStream();
            String head = String.join(
                    "\r\n",
                    "POST /v1/upscales HTTP/1.1",
                    "Host: here",
                    "Content-Type: image/png",
                    "Content-Length: 1000000",
                    "",
                    "");
            out.write(head.getBytes(StandardCharsets.US_ASCII));

            // when: a part of the body, and nothing more
            out.write(new byte[sent]);
            out.flush();
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            // then
            assertThat(answer).startsWith("HTTP/1.1 408").contains("UPLOAD_TOO_SLOW");
        }
        await().atMost(Duration.ofSeconds(20)).until(SlowClientIT::nothingIsKept);
    }

    @Test
    void othersAreServedMeanwhile() throws Exception {
        // given
        try (var slow = open()) {
            slow.getOutputStream().write('P');

            // when
            Answer answer = new Client(gateway.port()).post("", new byte[] {1, 2, 3});

            // then
            assertThat(answer.status()).isEqualTo(202);
        }
    }

    private static boolean nothingIsKept() throws IOException {
        try (Stream<Path> blobs = Files.walk(directory.resolve("blobs"))) {
            return blobs.noneMatch(Files::isRegularFile);
        }
    }

    private static Socket open() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), gateway.port());
    }
}
