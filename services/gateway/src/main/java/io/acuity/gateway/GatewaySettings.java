package io.acuity.gateway;

import io.acuity.gateway.access.AccessSettings;
import io.acuity.gateway.tls.TlsFiles;
import io.acuity.gateway.upload.Offer;
import io.acuity.gateway.webhook.WebhookSettings;
import io.acuity.streaming.KafkaSettings;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/**
 * What a gateway needs.
 *
 * @param host address to listen on; {@code 127.0.0.1} keeps it to this machine, {@code 0.0.0.0} opens it to all
 * @param port to listen on; 0 takes a free one, see {@link GatewayService#port()}
 * @param kafka the cluster
 * @param blobStore {@code file:} or {@code s3:}; must be the workers' store too
 * @param offer models that callers may ask for
 * @param limits how much it takes on
 * @param webhooks how webhooks are called; null where none are
 * @param access whom it lets in
 * @param tls with what it proves who it is; null for HTTP without TLS
 */
public record GatewaySettings(
        String host,
        int port,
        KafkaSettings kafka,
        URI blobStore,
        Offer offer,
        GatewayLimits limits,
        @Nullable WebhookSettings webhooks,
        AccessSettings access,
        @Nullable TlsFiles tls) {

    /** Rejects ports that do not exist, and being open to other machines without having said so. */
    public GatewaySettings {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException(
                    "gateway.port is " + port + " but must be from 0 to 65535; for example 8080, or 0 for a free one.");
        }
        if (access.asksNobody() && !access.openToAll() && !isThisMachine(host)) {
            throw new IllegalArgumentException("gateway.host is " + host
                    + ", where other machines may reach it, but everybody would be let in; make a key (acuity key create) and"
                    + " name its file with --api-keys, or say --open-to-all where something else keeps strangers out.");
        }
    }

    /**
     * The usual settings: this machine only, default limits.
     *
     * @param port to listen on; 0 takes a free one
     * @param kafka the cluster
     * @param blobStore the workers' store
     * @param offer models that callers may ask for
     * @return the settings
     */
    public static GatewaySettings local(int port, KafkaSettings kafka, URI blobStore, Offer offer) {
        return new GatewaySettings(
                "127.0.0.1",
                port,
                kafka,
                blobStore,
                offer,
                GatewayLimits.DEFAULT,
                null,
                AccessSettings.THIS_MACHINE,
                null);
    }

    /**
     * Other limits.
     *
     * @param other how much it takes on
     * @return new settings
     */
    public GatewaySettings withLimits(GatewayLimits other) {
        return new GatewaySettings(host, port, kafka, blobStore, offer, other, webhooks, access, tls);
    }

    /**
     * Other callers.
     *
     * @param other whom it lets in
     * @return new settings
     */
    public GatewaySettings withAccess(AccessSettings other) {
        return new GatewaySettings(host, port, kafka, blobStore, offer, limits, webhooks, other, tls);
    }

    /**
     * With TLS.
     *
     * @param files with what it proves who it is
     * @return new settings
     */
    public GatewaySettings withTls(@Nullable TlsFiles files) {
        return new GatewaySettings(host, port, kafka, blobStore, offer, limits, webhooks, access, files);
    }

    private static boolean isThisMachine(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return true; // nobody can listen there; the attempt says so
        }
    }
}
