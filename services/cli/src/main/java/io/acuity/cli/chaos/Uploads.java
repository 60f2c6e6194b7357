package io.acuity.cli.chaos;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Clients as they should be: each job has an idempotency key, and is offered again, to the next gateway, until one accepts it. Each is a
 * virtual thread. Safe for use by several threads.
 */
final class Uploads implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration ANSWER = Duration.ofSeconds(30);
    private static final long AGAIN_MILLIS = 500;
    private static final int OK = 200;
    private static final int ACCEPTED = 202;
    private static final int TOO_MANY = 429;
    private static final int SERVER_ERRORS = 500;

    private final List<URI> gateways;
    private final String query;
    private final Ledger ledger;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger offers = new AtomicInteger();
    private final Map<String, Integer> putOffs = new ConcurrentHashMap<>();
    private final Queue<String> refusals = new ConcurrentLinkedQueue<>();

    /**
     * One job as a client offers it.
     *
     * @param key idempotency key
     * @param mediaType of the body
     * @param body made anew for each offer
     */
    record Offer(String key, String mediaType, Supplier<BodyPublisher> body) {
        /** A picture, sent as fast as it goes. */
        static Offer of(ChaosPlan plan, int number, byte[] png) {
            return new Offer(key(plan, number), "image/png", () -> BodyPublishers.ofByteArray(png));
        }

        /** The key of a job: two runs on one cluster must not share any. */
        static String key(ChaosPlan plan, int number) {
            return "chaos-" + plan.scenario().word() + "-" + plan.seed() + "-" + number;
        }
    }

    Uploads(List<URI> gateways, String model, Ledger ledger) {
        this.gateways = List.copyOf(gateways);
        this.query = "/v1/upscales?format=png&model=" + model;
        this.ledger = ledger;
    }

    /** Offers a job until it is accepted; returns at once. */
    void offer(Offer offer) {
        open.incrementAndGet();
        var unused = clients.submit(() -> {
            try {
                while (!isAnswered(offer)) {
                    TimeUnit.MILLISECONDS.sleep(AGAIN_MILLIS);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                open.decrementAndGet();
            }
        });
    }

    /** Whether there is nothing more to say. */
    private boolean isAnswered(Offer offer) throws InterruptedException {
        URI gateway = gateways.get(Math.floorMod(offers.getAndIncrement(), gateways.size()));
        HttpRequest request = HttpRequest.newBuilder(gateway.resolve(query))
                .timeout(ANSWER)
                .header("Content-Type", offer.mediaType)
                .header("Idempotency-Key", offer.key)
                .POST(offer.body.get())
                .build();
        HttpResponse<String> answer;
        try {
            answer = http.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            // Nobody there, or gone before it answered: the key makes a second offer safe.
            return false;
        }
        int status = answer.statusCode();
        if (status == ACCEPTED || status == OK) {
            ledger.accepted(member(answer.body(), "id"));
            return true;
        }
        if (status == TOO_MANY || status >= SERVER_ERRORS) {
            putOffs.merge(describe(answer), 1, Integer::sum);
            return false;
        }
        refusals.add("a gateway refused a job with status " + status + ": " + answer.body());
        return true;
    }

    /** Status and code, and whether the gateway forgot to say when to come back. */
    private static String describe(HttpResponse<String> answer) {
        String found = answer.statusCode() + " " + member(answer.body(), "code");
        return answer.headers().firstValue("Retry-After").isPresent() ? found : found + " without Retry-After";
    }

    private static String member(String body, String name) {
        try {
            return JSON.readTree(body).path(name).asText();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A gateway's answer is no JSON: " + body, e);
        }
    }

    /** Jobs that are neither accepted nor refused yet. */
    int open() {
        return open.get();
    }

    /** How often a job was offered, in all. */
    int offers() {
        return offers.get();
    }

    /** How often gateways asked to come back later, by status and code. */
    Map<String, Integer> putOffs() {
        return new TreeMap<>(putOffs);
    }

    /** What gateways refused for good, and where they knew no better than that something was wrong with them. */
    List<String> refusals() {
        List<String> wrong = new ArrayList<>(refusals);
        putOffs().forEach((answer, count) -> {
            if (answer.startsWith(Integer.toString(SERVER_ERRORS))) {
                wrong.add("gateways answered " + count + " times with " + answer);
            }
        });
        return wrong;
    }

    @Override
    public void close() {
        clients.shutdownNow();
        http.shutdownNow();
        clients.close();
        http.close();
    }
}
