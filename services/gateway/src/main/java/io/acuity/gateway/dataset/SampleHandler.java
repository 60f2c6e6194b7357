package io.acuity.gateway.dataset;

import io.acuity.events.DatasetSample;
import io.acuity.gateway.problem.Refusal;
import io.acuity.gateway.problem.RefusedException;
import io.acuity.gateway.problem.UnreadBody;
import io.acuity.gateway.upload.BodyReader;
import io.acuity.gateway.upload.ReceivedBody;
import io.acuity.gateway.upload.UploadContext;
import io.acuity.streaming.dataset.DatasetPublisher;
import io.acuity.streaming.dataset.SampleKey;
import io.acuity.streaming.dataset.SampleRefusedException;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code POST /v1/datasets/{name}/samples}. The upload arrives among the payloads, which are collected one day; only what was
 * looked at and found fit is copied to where images of datasets stay. 201 is sent after the broker has the sample.
 */
public final class SampleHandler implements Handler<RoutingContext> {

    private static final Logger LOGGER = LoggerFactory.getLogger(SampleHandler.class);
    private static final String LOW_RES_PART = "lr";

    private final UploadContext context;
    private final BodyReader<SampleOptions> reader;
    private final SampleDesk desk;

    /**
     * The operation.
     *
     * @param context where uploads go
     * @param datasets takes the samples
     */
    public SampleHandler(UploadContext context, DatasetPublisher datasets) {
        this.context = context;
        this.reader = new BodyReader<>(context, LOW_RES_PART, SampleOptions::read);
        this.desk = new SampleDesk(context.payloads(), datasets);
    }

    @Override
    public void handle(RoutingContext http) {
        HttpServerRequest request = http.request();
        named(Objects.requireNonNull(http.pathParam("name")))
                .onFailure(cause -> UnreadBody.refuse(http.vertx(), request))
                .compose(dataset -> reader.read(request).compose(body -> publish(dataset, body)))
                .onSuccess(sample -> created(http, sample))
                .onFailure(http::fail);
    }

    private static Future<String> named(String dataset) {
        try {
            return Future.succeededFuture(SampleKey.requireDataset(dataset));
        } catch (SampleRefusedException e) {
            return Future.failedFuture(
                    new RefusedException(new Refusal.InvalidRequest(String.valueOf(e.getMessage())), e));
        }
    }

    private Future<DatasetSample> publish(String dataset, ReceivedBody<SampleOptions> body) {
        return context.work()
                .run(context.vertx(), () -> desk.publish(dataset, body))
                .compose(published ->
                        Future.fromCompletionStage(published, context.vertx().getOrCreateContext()));
    }

    private static void created(RoutingContext http, DatasetSample sample) {
        LOGGER.atDebug().addKeyValue("sampleId", sample.getSampleId()).log("Sample published");
        var json = new JsonObject()
                .put("dataset", sample.getDataset())
                .put("id", sample.getSampleId())
                .put("split", sample.getSplit().name())
                .put("width", sample.getWidth())
                .put("height", sample.getHeight())
                .put("sha256", sample.getSha256())
                .put("pair", sample.getLowRes() != null);
        http.response()
                .setStatusCode(201)
                .putHeader(
                        HttpHeaders.LOCATION,
                        "/v1/datasets/" + sample.getDataset() + "/samples/" + sample.getSampleId())
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .end(json.toBuffer());
    }
}
