package io.acuity.cli.chaos;

import io.acuity.checkpoints.bundle.BundleCatalog;
import io.acuity.cli.chaos.PoisonKind.Material;
import io.acuity.events.FailureCode;
import io.acuity.events.InlinePayload;
import io.acuity.events.Operation;
import io.acuity.events.OutputFormat;
import io.acuity.events.Recipe;
import io.acuity.events.UpscaleRequest;
import io.acuity.streaming.topics.OutgoingEvent;
import io.acuity.streaming.topics.Topic;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/** Requests that ask for what there is not. */
final class PoisonedRecipes {
    private static final String ABSENT = "acuity-xxl-x4";

    private PoisonedRecipes() {}

    static List<PoisonKind> all() {
        FailureCode invalid = FailureCode.INVALID_REQUEST;
        FailureCode unsupported = FailureCode.UNSUPPORTED_OPERATION;
        return List.of(
                recipe("an unknown model", FailureCode.UNKNOWN_MODEL, recipe -> recipe.setModel(ABSENT)),
                recipe("another scale", FailureCode.UNSUPPORTED_SCALE, recipe -> recipe.setScale(3)),
                recipe("no steps", invalid, recipe -> recipe.setSteps(0)),
                recipe("steps below nothing", invalid, recipe -> recipe.setSteps(-7)),
                recipe("a million steps", invalid, recipe -> recipe.setSteps(1_000_000)),
                recipe("quality 0", invalid, recipe -> recipe.setQuality(0)),
                recipe("quality 101", invalid, recipe -> recipe.setQuality(101)),
                recipe("an unknown format", invalid, recipe -> recipe.setFormat(OutputFormat.UNKNOWN)),
                recipe("attention where none is paid", invalid, recipe -> recipe.setAttention("edges")),
                request("an unknown operation", unsupported, job -> job.setOperation(Operation.UNKNOWN)),
                request("another model's operation", unsupported, job -> job.setOperation(Operation.DIFFUSION)),
                request("an unknown extractor", invalid, job -> {
                    job.setOperation(Operation.EXTRACT_ATTENTION);
                    job.getRecipe().setAttention("second-sight");
                }),
                new PoisonKind("another job's key", invalid, true, PoisonedRecipes::underAnotherKey));
    }

    /** A request that could be worked on. */
    static UpscaleRequest.Builder good(Material material) {
        return UpscaleRequest.newBuilder()
                .setJobId(material.id())
                .setOperation(Operation.RESIDUAL_SHIFT)
                .setInput(inline(material.image()))
                .setRecipe(Recipe.newBuilder()
                        .setModel(BundleCatalog.DEFAULT_MODEL)
                        .setFormat(OutputFormat.PNG)
                        .build())
                .setSubmittedAt(Instant.now());
    }

    static InlinePayload inline(byte[] picture) {
        return new InlinePayload("image/png", ByteBuffer.wrap(picture));
    }

    /** A good request for a picture. */
    static OutgoingEvent event(Material material, Object picture) {
        return OutgoingEvent.of(
                Topic.REQUESTS, material.id(), good(material).setInput(picture).build());
    }

    /** A request with something changed. */
    static PoisonKind request(String name, FailureCode expected, Consumer<UpscaleRequest> change) {
        return new PoisonKind(name, expected, true, material -> {
            UpscaleRequest request = good(material).build();
            change.accept(request);
            return OutgoingEvent.of(Topic.REQUESTS, material.id(), request);
        });
    }

    private static PoisonKind recipe(String name, FailureCode expected, Consumer<Recipe> change) {
        return request(name, expected, request -> change.accept(request.getRecipe()));
    }

    private static OutgoingEvent underAnotherKey(Material material) {
        String other = UUID.nameUUIDFromBytes(material.id().getBytes(StandardCharsets.UTF_8))
                .toString();
        return OutgoingEvent.of(Topic.REQUESTS, other, good(material).build());
    }
}
