package io.acuity.gateway.upload;

import io.acuity.events.InlinePayload;
import io.acuity.events.UpscaleRequest;
import io.acuity.gateway.webhook.AddressGuard;
import io.acuity.schemas.EventCodec;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;

/** The readers of what comes with an image, for the fuzzer: whatever they let in must fit into an event. */
public final class UploadParameters {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final EventCodec<UpscaleRequest> CODEC = EventCodec.of(UpscaleRequest.class);
    private static final Offer OFFER =
            new Offer(List.of(new OfferedModel("m", 4, List.of()), new OfferedModel("n", 2, List.of())), "m");

    private UploadParameters() {}

    /** Options in a query or form; checked against a list of models, or not. */
    public static void options(MultiMap given, boolean checked) {
        requireSendable(reader(checked).read(given));
    }

    /** A submission by reference in JSON. */
    public static void reference(byte[] body) {
        Upload upload = ReferenceReader.parse(
                Buffer.buffer(body),
                MultiMap.caseInsensitiveMultiMap(),
                given -> reader(false).read(given));
        if (!upload.payload().sha256().matches("[0-9a-f]{64}")
                || upload.payload().size() < 1) {
            throw new AssertionError("A reference to nothing: " + upload.payload());
        }
        requireSendable(upload.options());
    }

    private static OptionsReader reader(boolean checked) {
        return new OptionsReader(
                checked ? OFFER : Offer.unchecked("m"),
                new WebhookOptions(new AddressGuard(Set.of("localhost"))),
                Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private static void requireSendable(UpscaleOptions options) {
        var request = UpscaleRequest.newBuilder()
                .setJobId("job")
                .setInput(new InlinePayload("image/png", ByteBuffer.allocate(1)))
                .setOperation(options.operation())
                .setRecipe(options.recipe())
                .setSubmittedAt(NOW)
                .setDeadline(options.deadline())
                .setWebhook(options.webhook())
                .build();
        UpscaleRequest sent = CODEC.decode(CODEC.encode(request));
        if (sent.getRecipe().getScale() != options.recipe().getScale()) {
            throw new AssertionError("The scale changed on its way.");
        }
    }
}
