package io.acuity.streaming;

import java.util.concurrent.CompletableFuture;

/** What is known from following topics. Safe for any thread. */
public interface FollowedView extends AutoCloseable {

    /**
     * Whether the past was read.
     *
     * @return completes when everything that was on the topics at opening is known
     */
    CompletableFuture<Void> caughtUp();

    /**
     * For health checks.
     *
     * @return completes when the view was closed; fails when Kafka stopped one of its tails
     */
    CompletableFuture<Void> ended();

    /** Stops following. */
    @Override
    void close();
}
