package io.acuity.cli.services;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Set;

/**
 * Offers work to a gateway again while it says that it has enough to do. Safe for use by several threads; calls block.
 *
 * @param http sends the requests
 * @param patience how long an order waits for room, at most; the request in flight then is not cut short
 */
public record PatientClient(HttpClient http, Duration patience) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> FULL = Set.of("QUEUE_FULL", "BUSY");
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int UNAVAILABLE = 503;
    /** Where a gateway, or a proxy before it, does not say when to come again in seconds. */
    private static final Duration USUAL_PAUSE = Duration.ofSeconds(1);
    /** "Come again at once" shall not become a loop without a breath. */
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(20);

    /** Waits a quarter of an hour for room. */
    public static PatientClient of(HttpClient http) {
        return new PatientClient(http, Duration.ofMinutes(15));
    }

    /** Sends a request until it is not refused for want of room, or patience is at an end; the last answer. */
    public HttpResponse<byte[]> send(HttpRequest request) throws IOException, InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        HttpResponse<byte[]> answer = http.send(request, BodyHandlers.ofByteArray());
        while (isFull(answer)) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                return answer;
            }
            Thread.sleep(Duration.ofNanos(Math.min(left, pause(answer).toNanos())));
            answer = http.send(request, BodyHandlers.ofByteArray());
        }
        return answer;
    }

    private static boolean isFull(HttpResponse<byte[]> answer) {
        return answer.statusCode() == TOO_MANY_REQUESTS
                || (answer.statusCode() == UNAVAILABLE && FULL.contains(code(answer.body())));
    }

    private static String code(byte[] body) {
        try {
            return JSON.readTree(body).path("code").asText();
        } catch (JsonProcessingException e) {
            return "";
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** RFC 9110, section 10.2.3, allows a date as well; what is not a number of seconds becomes the usual pause. */
    private static Duration pause(HttpResponse<byte[]> answer) {
        String told = answer.headers().firstValue("Retry-After").orElse("").strip();
        if (!told.matches("\\d{1,9}")) {
            return USUAL_PAUSE;
        }
        Duration asked = Duration.ofSeconds(Long.parseLong(told));
        return asked.compareTo(SHORTEST_PAUSE) < 0 ? SHORTEST_PAUSE : asked;
    }
}
