package io.acuity.gateway.webhook;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.EmptyWebhookSecretException;
import io.acuity.events.JobView;
import io.acuity.gateway.blocking.BlockingWork;
import io.acuity.streaming.trace.Carrier;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.URI;
import java.time.Clock;
import java.util.Locale;

/** Makes single calls. A receiver has fifteen seconds; what it answers beyond the status is not read; redirects are not followed. */
final class WebhookCaller implements AutoCloseable {

    private static final int CONNECT_MILLIS = 5_000;
    private static final int ANSWER_MILLIS = 15_000;

    private final Vertx vertx;
    private final BlockingWork work;
    private final AddressGuard guard;
    private final Webhook signer;
    private final Clock clock;
    private final HttpClient client;

    WebhookCaller(Vertx vertx, BlockingWork work, WebhookSettings settings, AddressGuard guard, Clock clock) {
        this.vertx = vertx;
        this.work = work;
        this.guard = guard;
        this.clock = clock;
        try {
            this.signer = new Webhook(settings.secret());
        } catch (EmptyWebhookSecretException e) {
            throw new IllegalArgumentException("The webhook secret is empty.", e);
        }
        this.client = vertx.createHttpClient(
                new HttpClientOptions().setConnectTimeout(CONNECT_MILLIS).setKeepAlive(false));
    }

    /**
     * Calls once.
     *
     * @param carrier tells the receiver in which trace
     * @return succeeds when the receiver took it (2xx); fails with {@link TargetRefusedException} when it must not be called,
     *     {@link WebhookGoneException} when it wants no more, or {@link WebhookFailedException}
     */
    Future<Void> call(JobView view, Carrier carrier) {
        String url = view.getWebhook().getUrl();
        URI target = guard.check(url);
        return work.run(vertx, () -> guard.address(target))
                .recover(cause -> cause instanceof TargetRefusedException
                        ? Future.failedFuture(cause)
                        : Future.failedFuture(new WebhookFailedException(url, "its host was not found", cause)))
                .compose(address -> send(target, address, WebhookCall.of(view), carrier));
    }

    private Future<Void> send(URI target, InetAddress address, WebhookCall call, Carrier carrier) {
        boolean tls = "https".equals(target.getScheme().toLowerCase(Locale.ROOT));
        int port = target.getPort() < 0 ? (tls ? 443 : 80) : target.getPort();
        var options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setHost(target.getHost())
                .setPort(port)
                .setSsl(tls)
                // The address that was checked, whatever the name says by now.
                .setServer(SocketAddress.inetSocketAddress(port, address.getHostAddress()))
                .setURI(path(target))
                .setTimeout(ANSWER_MILLIS)
                .setFollowRedirects(false)
                .putHeader("Content-Type", "application/json")
                .putHeader("User-Agent", "acuity-webhooks/1");
        call.headers(signer, clock.instant()).forEach(options::putHeader);
        carrier.fields().forEach(options::putHeader);
        return client.request(options)
                .compose(request -> request.send(call.body()))
                .recover(cause ->
                        Future.failedFuture(new WebhookFailedException(target.toString(), "no answer came", cause)))
                .compose(response -> judged(target.toString(), response));
    }

    private static String path(URI target) {
        String path = target.getRawPath().isEmpty() ? "/" : target.getRawPath();
        return target.getRawQuery() == null ? path : path + "?" + target.getRawQuery();
    }

    private static Future<Void> judged(String url, HttpClientResponse response) {
        int status = response.statusCode();
        // Whatever else it sends is of no use, and may be endless.
        var unused = response.request().connection().close();
        if (status / 100 == 2) {
            return Future.succeededFuture();
        }
        return Future.failedFuture(
                status == 410
                        ? new WebhookGoneException(url)
                        : new WebhookFailedException(url, "it answered " + status, null));
    }

    @Override
    public void close() {
        var unused = client.close();
    }
}
