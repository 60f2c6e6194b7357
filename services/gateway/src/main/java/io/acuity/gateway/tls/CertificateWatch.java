package io.acuity.gateway.tls;

import io.acuity.gateway.access.WatchedFiles;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives a server its new certificate when the files have changed, for connections from then on. Files that cannot be used leave the old
 * one. Owned by the event loop; files are read by another thread.
 */
public final class CertificateWatch {

    private static final Logger LOGGER = LoggerFactory.getLogger(CertificateWatch.class);
    private static final long PAUSE_MILLIS = 1_000;

    private final Vertx vertx;
    private final TlsFiles files;
    private final HttpServer server;
    private final WatchedFiles watched;

    private CertificateWatch(Vertx vertx, TlsFiles files, HttpServer server) {
        this.vertx = vertx;
        this.files = files;
        this.server = server;
        this.watched = new WatchedFiles(files.all());
    }

    /**
     * Watches until the event loop ends.
     *
     * @param vertx owner of the event loop
     * @param files the server's
     * @param server listens already
     */
    public static void begin(Vertx vertx, TlsFiles files, HttpServer server) {
        var watch = new CertificateWatch(vertx, files, server);
        vertx.setTimer(PAUSE_MILLIS, tick -> watch.look());
    }

    private void look() {
        vertx.executeBlocking(this::changed)
                .compose(changed -> changed.map(this::renew).orElseGet(Future::succeededFuture))
                .onFailure(cause -> LOGGER.atError()
                        .setCause(cause)
                        .log("The certificate stays, because the new one cannot be used"))
                .onComplete(looked -> vertx.setTimer(PAUSE_MILLIS, tick -> look()));
    }

    private Optional<KeyCertOptions> changed() throws IOException {
        return watched.haveChanged() ? Optional.of(files.read()) : Optional.empty();
    }

    private Future<Boolean> renew(KeyCertOptions changed) {
        var options = new ServerSSLOptions()
                .setKeyCertOptions(changed)
                .setEnabledSecureTransportProtocols(TlsFiles.PROTOCOLS);
        return server.updateSSLOptions(options)
                .onSuccess(renewed -> LOGGER.atInfo().log("The gateway has a new certificate"));
    }
}
