package io.acuity.gateway.upload;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/** {@code GET /v1/models}: what may be asked for. */
public final class ModelsHandler implements Handler<RoutingContext> {

    private final JsonObject answer;

    /**
     * The operation.
     *
     * @param offer what may be asked for
     */
    public ModelsHandler(Offer offer) {
        var models = new JsonArray();
        // The default first; of an unchecked offer nothing but its name is known.
        offer.models().stream()
                .filter(model -> model.name().equals(offer.defaultModel()))
                .forEach(model -> models.add(json(model)));
        offer.models().stream()
                .filter(model -> !model.name().equals(offer.defaultModel()))
                .forEach(model -> models.add(json(model)));
        if (!offer.isChecked()) {
            models.add(new JsonObject().put("name", offer.defaultModel()));
        }
        this.answer = new JsonObject().put("models", models);
    }

    private static JsonObject json(OfferedModel model) {
        List<String> operations = model.operations().stream().map(Enum::name).toList();
        var json = new JsonObject()
                .put("name", model.name())
                .put("scale", model.scale())
                .put("operations", new JsonArray(operations));
        if (model.continuous()) {
            json.put("continuous", true);
        }
        return model.maxSteps() == null ? json : json.put("maxSteps", model.maxSteps());
    }

    @Override
    public void handle(RoutingContext http) {
        http.response().putHeader(HttpHeaders.CONTENT_TYPE, "application/json").end(answer.toBuffer());
    }
}
