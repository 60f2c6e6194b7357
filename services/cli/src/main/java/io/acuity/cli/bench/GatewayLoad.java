package io.acuity.cli.bench;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Submissions at a steady rate at one gateway, whatever its answers take; each accepted job is then asked for at another gateway until
 * that knows it. Latencies count from the moment a request was due, so that a stall shows in all requests it held up.
 */
final class GatewayLoad implements AutoCloseable {
    private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+)\"");
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final long LOOK_AGAIN_MILLIS = 10;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI submit;
    private final URI ask;
    private final String body;

    GatewayLoad(int port, int otherPort, String body) {
        this.submit = URI.create("http://127.0.0.1:" + port + "/v1/upscales");
        this.ask = URI.create("http://127.0.0.1:" + otherPort + "/v1/upscales/");
        this.body = body;
    }

    /** What was measured, in milliseconds. */
    static final class Measured {
        private final List<Double> submitted = Collections.synchronizedList(new ArrayList<>());
        private final List<Double> asked = Collections.synchronizedList(new ArrayList<>());
        private final List<Double> known = Collections.synchronizedList(new ArrayList<>());
        private final AtomicInteger errors = new AtomicInteger();

        int submissions() {
            return submitted.size();
        }

        int errors() {
            return errors.get();
        }

        /** From due to 202. */
        double submitted(double quantile) {
            return of(submitted, quantile);
        }

        /** From asking to the answer of the other gateway. */
        double asked(double quantile) {
            return of(asked, quantile);
        }

        /** From 202 to the first time the other gateway knew the job. */
        double known(double quantile) {
            return of(known, quantile);
        }

        private static double of(List<Double> values, double quantile) {
            List<Double> sorted = values.stream().sorted().toList();
            return sorted.isEmpty() ? Double.NaN : sorted.get((int) (quantile * (sorted.size() - 1)));
        }
    }

    /** Submits for a while; blocks until every answer is in. */
    Measured run(double rate, int seconds) {
        Measured measured = new Measured();
        List<CompletableFuture<?>> all = new ArrayList<>();
        long start = System.nanoTime();
        int count = (int) (rate * seconds);
        for (int i = 0; i < count; i++) {
            long due = start + (long) (i * 1e9 / rate);
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            all.add(submit(measured, due));
        }
        CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).join();
        return measured;
    }

    private CompletableFuture<?> submit(Measured measured, long due) {
        HttpRequest request = HttpRequest.newBuilder(submit)
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
        return http.sendAsync(request, BodyHandlers.ofString())
                .thenCompose(answer -> {
                    long answered = System.nanoTime();
                    measured.submitted.add((answered - due) / 1e6);
                    Matcher id = ID.matcher(answer.body());
                    if (answer.statusCode() != 202 || !id.find()) {
                        measured.errors.incrementAndGet();
                        return CompletableFuture.completedFuture(null);
                    }
                    return ask(measured, id.group(1), answered);
                })
                .exceptionally(failure -> {
                    measured.errors.incrementAndGet();
                    return null;
                });
    }

    private CompletableFuture<Void> ask(Measured measured, String id, long accepted) {
        long start = System.nanoTime();
        HttpRequest request =
                HttpRequest.newBuilder(ask.resolve(id)).timeout(PATIENCE).build();
        return http.sendAsync(request, BodyHandlers.discarding()).thenCompose(answer -> {
            long now = System.nanoTime();
            measured.asked.add((now - start) / 1e6);
            if (answer.statusCode() == 200) {
                measured.known.add((now - accepted) / 1e6);
                return CompletableFuture.completedFuture(null);
            }
            if (now - accepted > PATIENCE.toNanos()) {
                measured.errors.incrementAndGet();
                return CompletableFuture.completedFuture(null);
            }
            return CompletableFuture.supplyAsync(
                            () -> id, CompletableFuture.delayedExecutor(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS))
                    .thenCompose(again -> ask(measured, id, accepted));
        });
    }

    @Override
    public void close() {
        http.close();
    }
}
