package io.acuity.gateway;

import io.acuity.gateway.admission.Connections;
import io.acuity.gateway.tls.CertificateWatch;
import io.acuity.gateway.tls.TlsFiles;
import io.acuity.streaming.trace.Traces;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Owns the event loop and the HTTP server. */
final class GatewayVerticle extends VerticleBase {

    private static final int IDLE_SECONDS = 120;

    private final String host;
    private final int port;
    private final @Nullable TlsFiles tls;
    private final Contract contract;
    private final Operations operations;
    private final RequestObserver observer;
    private final Traces traces;
    private final Connections connections;
    private volatile int actualPort;

    GatewayVerticle(GatewaySettings settings, Contract contract, Operations operations, RequestObserver observer) {
        this.host = settings.host();
        this.port = settings.port();
        this.tls = settings.tls();
        this.contract = contract;
        this.operations = operations;
        this.observer = observer;
        this.traces = settings.kafka().traces();
        this.connections = new Connections(settings.limits().admission().connections());
    }

    int port() {
        return actualPort;
    }

    Connections connections() {
        return connections;
    }

    @Override
    public Future<?> start() {
        return vertx.executeBlocking(this::options).compose(read -> listen(Objects.requireNonNull(read)));
    }

    private HttpServerOptions options() throws IOException {
        var options = new HttpServerOptions()
                .setHost(host)
                .setPort(port)
                // An upgrade in the middle of a streamed body is more trouble than it saves; HTTP/2 is a proxy's.
                .setHttp2ClearTextEnabled(false)
                .setUseAlpn(false)
                .setIdleTimeout(IDLE_SECONDS);
        if (tls != null) {
            options.setSsl(true).setKeyCertOptions(tls.read()).setEnabledSecureTransportProtocols(TlsFiles.PROTOCOLS);
        }
        return options;
    }

    private Future<?> listen(HttpServerOptions options) {
        return operations
                .router(vertx, contract, observer, traces)
                .compose(router -> vertx.createHttpServer(options)
                        .connectionHandler(connections::enter)
                        .requestHandler(router)
                        .listen())
                .onSuccess(this::listening);
    }

    private void listening(HttpServer server) {
        actualPort = server.actualPort();
        if (tls != null) {
            CertificateWatch.begin(vertx, tls, server);
        }
    }
}
