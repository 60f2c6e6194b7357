package io.acuity.gateway.video;

import io.acuity.gateway.admission.Door;
import io.acuity.gateway.blocking.BlockingWork;
import io.acuity.gateway.blocking.OnDemand;
import io.acuity.gateway.upload.Offer;
import io.acuity.gateway.upload.UploadContext;
import io.acuity.streaming.EventPublisher;
import io.acuity.streaming.KafkaSettings;
import io.acuity.streaming.blob.BlobStore;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.util.Map;

/**
 * The operations on clips. What is known of clips is followed from the first question on; views and clips are only read and written
 * here, the work is the assemblers'.
 */
public final class VideoOperations implements AutoCloseable {

    private final OnDemand<VideoBoard> board;
    private final VideoSubmitHandler submit;
    private final Map<String, Handler<RoutingContext>> others;

    /**
     * What the operations work with.
     *
     * @param kafka the cluster
     * @param store of clips, the assemblers' too
     * @param publisher takes requests and cancellations
     * @param work threads that may block
     * @param door lets clips in
     * @param eventStreams how many streams of events may be open; beyond, callers get 503
     */
    public record Setup(
            KafkaSettings kafka,
            BlobStore store,
            EventPublisher publisher,
            BlockingWork work,
            Door door,
            int eventStreams) {}

    /**
     * The operations.
     *
     * @param setup what they work with
     * @param context where clips are received
     * @param offer what may be asked for
     */
    public VideoOperations(Setup setup, UploadContext context, Offer offer) {
        board = new OnDemand<>(
                "The clips",
                () -> VideoBoard.open(setup.kafka(), setup.door().board().underWay()),
                setup.work());
        submit = new VideoSubmitHandler(context, offer, board, setup);
        var queries = new VideoQueries(board, setup.publisher(), Clock.systemUTC());
        var files = new VideoFileHandler(board, setup.store(), setup.work());
        others = Map.of(
                "listVideos",
                queries::list,
                "getVideo",
                queries::show,
                "cancelVideo",
                queries::cancel,
                "getVideoEvents",
                new VideoEventsHandler(board, setup.eventStreams()),
                "getVideoResult",
                http -> files.handle(http, VideoFile.RESULT),
                "getContactSheet",
                http -> files.handle(http, VideoFile.CONTACT_SHEET),
                "getSideBySide",
                http -> files.handle(http, VideoFile.SIDE_BY_SIDE));
    }

    /**
     * The one operation that takes a stream.
     *
     * @return {@code createVideo}
     */
    public Handler<RoutingContext> submit() {
        return submit;
    }

    /**
     * All other operations.
     *
     * @return by their names in the contract
     */
    public Map<String, Handler<RoutingContext>> others() {
        return others;
    }

    /** Stops following clips. */
    @Override
    public void close() {
        board.close();
    }
}
