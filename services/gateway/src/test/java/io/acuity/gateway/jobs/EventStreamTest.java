package io.acuity.gateway.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.acuity.events.JobState;
import io.acuity.events.JobView;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The order in which a stream tells of one job. */
class EventStreamTest {

    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    private final List<String> written = new ArrayList<>();
    private final JobBoard board = new JobBoard(BoardLimits.DEFAULT, Clock.systemUTC());
    private boolean full;
    private final EventStream stream =
            new EventStream(response(), view -> board.status(view.getJobId()).orElse(JobStatus.of(view)));

    @Test
    void whatWasToldLateDoesNotTakeAJobBack() {
        // given: the board is ahead of what the stream has still to be told
        JobView older = view(JobState.STARTED, 2);
        JobView newer = view(JobState.STARTED, 5);
        board.tell("job", older);
        board.tell("job", newer);

        // when: the first look comes before the news that led there
        stream.tell(newer);
        stream.tell(older);

        // then
        assertThat(tilesDone()).containsExactly(5, 5);
        assertThat(ids()).containsExactly(idOf(5), idOf(5));
    }

    @Test
    void aSlowReaderGetsTheNewestStateOnce() {
        // given
        full = true;
        for (int tiles = 1; tiles <= 3; tiles++) {
            board.tell("job", view(JobState.STARTED, tiles));
            stream.tell(view(JobState.STARTED, tiles));
        }

        // when
        full = false;
        stream.end();

        // then
        assertThat(tilesDone()).containsExactly(3);
        assertThat(written.get(written.size() - 1)).startsWith("event: end");
    }

    @Test
    void aJobThatTheBoardHasForgottenIsToldAsItWas() {
        // when
        stream.tell(view(JobState.SUCCEEDED, 8));

        // then
        assertThat(tilesDone()).containsExactly(8);
    }

    private static JobView view(JobState state, int tiles) {
        return JobView.newBuilder()
                .setJobId("job")
                .setState(state)
                .setUpdatedAt(NOON.plusSeconds(tiles))
                .setTilesDone(tiles)
                .setTilesTotal(8)
                .build();
    }

    private static String idOf(int tiles) {
        return "id: " + NOON.plusSeconds(tiles).toEpochMilli();
    }

    private List<String> events() {
        return written.stream().filter(event -> event.contains("event: job")).toList();
    }

    private List<String> ids() {
        return events().stream()
                .map(event -> event.lines().findFirst().orElseThrow())
                .toList();
    }

    private List<Integer> tilesDone() {
        return events().stream()
                .map(event -> new JsonObject(event.substring(event.indexOf("data: ") + 6)))
                .map(job -> job.getJsonObject("progress").getInteger("tilesDone"))
                .toList();
    }

    /** A response that keeps what is written. */
    private HttpServerResponse response() {
        return (HttpServerResponse) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {HttpServerResponse.class},
                (self, method, arguments) -> switch (method.getName()) {
                    case "writeQueueFull" -> full;
                    case "closed", "ended" -> false;
                    case "write", "end" -> {
                        written.add(String.valueOf(arguments[0]));
                        yield Future.succeededFuture();
                    }
                    default -> self;
                });
    }
}
