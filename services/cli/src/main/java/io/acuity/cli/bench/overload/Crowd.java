package io.acuity.cli.bench.overload;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Many callers who submit at a steady rate, whatever they are answered, and do not wait as long as they are told. */
final class Crowd implements AutoCloseable {

    private static final Pattern CODE = Pattern.compile("\"code\":\"([A-Z_]+)\"");
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int ACCEPTED = 202;
    /** Beyond, callers wait for one another: this process shall not be what breaks. */
    private static final int MOST_AT_ONCE = 2_000;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI submissions;
    private final byte[] image;

    Crowd(URI submissions, byte[] image) {
        this.submissions = submissions;
        this.image = image;
    }

    /**
     * What came of it.
     *
     * @param seconds how long it took to send
     * @param answers how often each was given: accepted, the code of a problem, or the name of a failure
     * @param withoutRetryAfter refusals that did not say when to come back
     * @param longestMillis the slowest answer
     */
    record Reception(double seconds, Map<String, Long> answers, long withoutRetryAfter, double longestMillis) {

        static final String ACCEPTED = "ACCEPTED";

        double offeredPerSecond() {
            return answers.values().stream().mapToLong(Long::longValue).sum() / seconds;
        }

        double acceptedPerSecond() {
            return answers.getOrDefault(ACCEPTED, 0L) / seconds;
        }
    }

    /** Submits for a while; returns when every answer is in. */
    Reception come(int perSecond, int seconds) throws InterruptedException {
        var answers = new ConcurrentHashMap<String, LongAdder>();
        var silent = new LongAdder();
        var longest = new AtomicLong();
        var places = new Semaphore(MOST_AT_ONCE);
        long start = System.nanoTime();
        long count = (long) perSecond * seconds;
        for (long i = 0; i < count; i++) {
            waitUntil(start + i * TimeUnit.SECONDS.toNanos(1) / perSecond);
            places.acquire();
            long sent = System.nanoTime();
            var unused = http.sendAsync(request(), BodyHandlers.ofString()).whenComplete((answer, failure) -> {
                longest.accumulateAndGet(System.nanoTime() - sent, Math::max);
                answers.computeIfAbsent(name(answer, failure), name -> new LongAdder())
                        .increment();
                if (answer != null
                        && answer.statusCode() != ACCEPTED
                        && answer.headers().firstValue("Retry-After").isEmpty()) {
                    silent.increment();
                }
                places.release();
            });
        }
        double took = (System.nanoTime() - start) / 1e9;
        places.acquire(MOST_AT_ONCE);
        var counts = new TreeMap<String, Long>();
        answers.forEach((name, adder) -> counts.put(name, adder.sum()));
        return new Reception(took, counts, silent.sum(), longest.get() / 1e6);
    }

    private static void waitUntil(long due) {
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private HttpRequest request() {
        return HttpRequest.newBuilder(submissions)
                .timeout(PATIENCE)
                .header("Content-Type", "image/png")
                .POST(BodyPublishers.ofByteArray(image))
                .build();
    }

    private static String name(HttpResponse<String> answer, Throwable failure) {
        if (failure != null) {
            return failure.getClass().getSimpleName();
        }
        Matcher code = CODE.matcher(answer.body());
        return answer.statusCode() == ACCEPTED
                ? Reception.ACCEPTED
                : code.find() ? code.group(1) : "HTTP_" + answer.statusCode();
    }

    @Override
    public void close() {
        http.shutdownNow();
        http.close();
    }
}
