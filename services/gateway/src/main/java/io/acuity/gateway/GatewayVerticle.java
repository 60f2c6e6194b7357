package io.acuity.gateway;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;

/** Owns the event loop and the HTTP server. */
final class GatewayVerticle extends VerticleBase {

    private static final int IDLE_SECONDS = 120;

    private final String host;
    private final int port;
    private final Contract contract;
    private final Operations operations;
    private final RequestObserver observer;
    private volatile int actualPort;

    GatewayVerticle(GatewaySettings settings, Contract contract, Operations operations, RequestObserver observer) {
        this.host = settings.host();
        this.port = settings.port();
        this.contract = contract;
        this.operations = operations;
        this.observer = observer;
    }

    int port() {
        return actualPort;
    }

    @Override
    public Future<?> start() {
        var options = new HttpServerOptions()
                .setHost(host)
                .setPort(port)
                // An upgrade in the middle of a streamed body is more trouble than it saves; TLS and HTTP/2 are a
                // proxy's.
                .setHttp2ClearTextEnabled(false)
                .setIdleTimeout(IDLE_SECONDS);
        return operations
                .router(vertx, contract, observer)
                .compose(router ->
                        vertx.createHttpServer(options).requestHandler(router).listen())
                .onSuccess(this::listening);
    }

    private void listening(HttpServer server) {
        actualPort = server.actualPort();
    }
}
