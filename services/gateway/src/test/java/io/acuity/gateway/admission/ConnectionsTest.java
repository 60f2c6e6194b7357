package io.acuity.gateway.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.net.InetAddress;
import java.net.Socket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConnectionsTest {

    private final Connections connections = new Connections(2);
    private Vertx vertx;
    private HttpServer server;

    @BeforeEach
    void listen() throws Exception {
        vertx = Vertx.vertx();
        server = vertx.createHttpServer(new HttpServerOptions().setHttp2ClearTextEnabled(false))
                .connectionHandler(connections::enter)
                .requestHandler(request -> request.response().end())
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get();
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get();
    }

    @Test
    void oneTooManyIsClosedAndCountedAndThereIsRoomAgainOnceAnotherLeaves() throws Exception {
        try (Socket first = connect();
                Socket second = connect()) {
            // given
            await().untilAsserted(() -> assertThat(connections.open()).isEqualTo(2));

            // when
            try (Socket third = connect()) {
                // then
                assertThat(third.getInputStream().read()).isEqualTo(-1);
            }
            assertThat(connections.refused()).isEqualTo(1);
            assertThat(connections.open()).isEqualTo(2);
            assertThat(first.isConnected()).isTrue();

            // when
            second.shutdownOutput();

            // then
            await().untilAsserted(() -> assertThat(connections.open()).isEqualTo(1));
            try (Socket another = connect()) {
                await().untilAsserted(() -> assertThat(connections.open()).isEqualTo(2));
                assertThat(another.isConnected()).isTrue();
            }
        }
        assertThat(connections.refused()).isEqualTo(1);
    }

    private Socket connect() throws Exception {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.actualPort());
        socket.setSoTimeout(20_000);
        return socket;
    }
}
