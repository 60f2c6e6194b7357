package io.acuity.cli.house;

import io.acuity.gateway.access.AccessSettings;
import io.acuity.gateway.admission.AdmissionLimits;
import io.acuity.gateway.tls.TlsFiles;
import io.acuity.gateway.webhook.WebhookSettings;
import io.acuity.networks.Precision;
import io.acuity.streaming.lane.LaneKind;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the services in one process are set up.
 *
 * @param dataDir where broker, blobs and tracker keep their data
 * @param bootstrap a broker that runs elsewhere, or null for the embedded one
 * @param brokerPort port of the embedded broker; 0 takes a free one
 * @param host address the gateway listens on
 * @param httpPort port of the gateway; 0 takes a free one
 * @param models shipped names or folders of bundles
 * @param precision of the networks
 * @param webhooks how webhooks are called; null where none are
 * @param admission who is let in at the gateway
 * @param metrics whether jobs are counted, minute by minute; not worth its start for the life of one command
 * @param frames whether frames of clips are put in order; likewise
 * @param clips whether whole clips are taken; needs their frames in order
 * @param lane how the worker takes requests
 * @param access whom the gateway lets in
 * @param tls with what the gateway proves who it is; null for HTTP without TLS
 */
public record HousePlan(
        Path dataDir,
        @Nullable String bootstrap,
        int brokerPort,
        String host,
        int httpPort,
        List<String> models,
        Precision precision,
        @Nullable WebhookSettings webhooks,
        AdmissionLimits admission,
        boolean metrics,
        boolean frames,
        boolean clips,
        LaneKind lane,
        AccessSettings access,
        @Nullable TlsFiles tls) {
    /** Everything on this machine alone, on free ports. */
    public static HousePlan local(Path dataDir, List<String> models, Precision precision) {
        return new HousePlan(
                dataDir,
                null,
                0,
                "127.0.0.1",
                0,
                models,
                precision,
                null,
                AdmissionLimits.DEFAULT,
                false,
                false,
                false,
                LaneKind.ORDERED,
                AccessSettings.THIS_MACHINE,
                null);
    }

    /** The same, with or without the order of frames. */
    public HousePlan withFrames(boolean other) {
        return new HousePlan(
                dataDir,
                bootstrap,
                brokerPort,
                host,
                httpPort,
                models,
                precision,
                webhooks,
                admission,
                metrics,
                other,
                clips,
                lane,
                access,
                tls);
    }

    /** The same with whole clips, and the order of their frames. */
    public HousePlan withClips() {
        return new HousePlan(
                dataDir,
                bootstrap,
                brokerPort,
                host,
                httpPort,
                models,
                precision,
                webhooks,
                admission,
                metrics,
                true,
                true,
                lane,
                access,
                tls);
    }
}
