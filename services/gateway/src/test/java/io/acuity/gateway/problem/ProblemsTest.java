package io.acuity.gateway.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.acuity.events.Failure;
import io.acuity.events.FailureCode;
import io.acuity.events.JobState;
import io.acuity.streaming.BrokerProbe;
import io.acuity.streaming.KafkaSettings;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.handler.HttpException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ProblemsTest {

    static Stream<Arguments> refusals() {
        Failure failure = Failure.newBuilder()
                .setCode(FailureCode.UNREADABLE_IMAGE)
                .setMessage("The file is not an image; send one.")
                .build();
        return Stream.of(
                Arguments.of(new Refusal.InvalidRequest("x."), 400, "INVALID_REQUEST"),
                Arguments.of(new Refusal.NoSuchOperation(405, "PUT /v1/upscales"), 405, "NO_SUCH_OPERATION"),
                Arguments.of(new Refusal.UnsupportedMediaType("'text/plain'"), 415, "UNSUPPORTED_MEDIA_TYPE"),
                Arguments.of(new Refusal.UploadTooLarge(10), 413, "UPLOAD_TOO_LARGE"),
                Arguments.of(new Refusal.UploadTooSlow(10, Duration.ofSeconds(3)), 408, "UPLOAD_TOO_SLOW"),
                Arguments.of(new Refusal.NotOffered(FailureCode.UNKNOWN_MODEL, "x."), 422, "UNKNOWN_MODEL"),
                Arguments.of(new Refusal.KeyReused("a"), 422, "IDEMPOTENCY_KEY_REUSED"),
                Arguments.of(new Refusal.UnknownJob("a"), 404, "UNKNOWN_JOB"),
                Arguments.of(new Refusal.NotFinished("a", JobState.STARTED), 409, "NOT_FINISHED"),
                Arguments.of(new Refusal.AlreadyFinished("a", JobState.FAILED), 409, "ALREADY_FINISHED"),
                Arguments.of(new Refusal.JobFailed("a", failure), 422, "UNREADABLE_IMAGE"),
                Arguments.of(new Refusal.JobGone("a", JobState.CANCELLED), 410, "CANCELLED"),
                Arguments.of(new Refusal.JobGone("a", JobState.EXPIRED), 410, "EXPIRED"),
                Arguments.of(new Refusal.ResultLost(FailureCode.PAYLOAD_MISSING, "x."), 410, "PAYLOAD_MISSING"),
                Arguments.of(new Refusal.ResultLost(FailureCode.PAYLOAD_CORRUPT, "x."), 502, "PAYLOAD_CORRUPT"),
                Arguments.of(new Refusal.Busy("A queue"), 503, "BUSY"),
                Arguments.of(new Refusal.QueueFull("jobs", 5, Duration.ofSeconds(3)), 503, "QUEUE_FULL"),
                Arguments.of(new Refusal.TooFast(60, Duration.ofSeconds(3)), 429, "RATE_EXCEEDED"),
                Arguments.of(new Refusal.TooManyUnderWay(5, Duration.ofSeconds(3)), 429, "TOO_MANY_UNDER_WAY"),
                Arguments.of(new Refusal.BrokerUnreachable("x."), 503, "BROKER_UNREACHABLE"),
                Arguments.of(new Refusal.StoreUnavailable("x."), 503, "STORE_UNAVAILABLE"),
                Arguments.of(new Refusal.NotReady("x."), 503, "NOT_READY"),
                Arguments.of(new Refusal.Unexpected(), 500, "INTERNAL"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void everyRefusalHasItsStatusAndCode(Refusal refusal, int status, String code) {
        // when
        Problem problem = Problems.of(refusal);

        // then
        assertThat(problem.status()).isEqualTo(status);
        assertThat(problem.code()).isEqualTo(code);
        assertThat(problem.detail()).endsWith(".");
        assertThat(problem.retryAfter() != null)
                .isEqualTo(status == 503 || status == 429 || code.equals("NOT_FINISHED"));
    }

    @Test
    void aProblemHasTheMembersOfTheStandard() {
        // when
        JsonObject json = Problems.of(new Refusal.UnknownJob("a")).toJson("/v1/upscales/a");

        // then
        assertThat(json.fieldNames())
                .containsExactlyInAnyOrder("type", "title", "status", "detail", "instance", "code");
        assertThat(json.getString("type")).isEqualTo("urn:acuity:problem:unknown-job");
        assertThat(json.getString("instance")).isEqualTo("/v1/upscales/a");
    }

    @Test
    void failuresOfTheRouterAndOfTheHouseBecomeRefusals() {
        assertThat(Problems.refusalOf(null, 404, "GET /x")).isEqualTo(new Refusal.NoSuchOperation(404, "GET /x"));
        assertThat(Problems.refusalOf(new HttpException(405), 405, "PUT /x"))
                .isEqualTo(new Refusal.NoSuchOperation(405, "PUT /x"));
        assertThat(Problems.refusalOf(new RejectedExecutionException("full"), 500, "GET /x"))
                .isInstanceOf(Refusal.Busy.class);
        assertThat(Problems.refusalOf(new IllegalStateException("secret"), 500, "GET /x"))
                .isEqualTo(new Refusal.Unexpected());
        assertThat(Problems.refusalOf(new RefusedException(new Refusal.UnknownJob("a")), 500, "GET /x"))
                .isEqualTo(new Refusal.UnknownJob("a"));
    }

    @Test
    void aRequestThatWaitedForAnothersSubmissionIsToldWhatThatOneIsTold() {
        // given
        KafkaSettings nobody = KafkaSettings.of("127.0.0.1:1");
        Throwable unreachable = catchThrowable(() -> BrokerProbe.requireReachable(nobody, Duration.ofMillis(100)));

        // when
        Refusal refusal = Problems.refusalOf(new CompletionException(unreachable), 500, "POST /v1/upscales");

        // then
        assertThat(refusal).isInstanceOf(Refusal.BrokerUnreachable.class);
    }
}
