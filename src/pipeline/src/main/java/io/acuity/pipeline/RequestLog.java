package io.acuity.pipeline;

import io.acuity.events.BlobReference;
import io.acuity.events.FrameRequest;
import io.acuity.streaming.EventTail;
import io.acuity.streaming.KafkaSettings;
import io.acuity.streaming.TailStart;
import io.acuity.streaming.topics.Topic;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What was requested for a clip before this run, under each of its names. */
final class RequestLog {
    /** Requests under one name: sources by index, and whether the end was told. */
    static final class Requests {
        private final Map<Long, BlobReference> sources = new HashMap<>();
        private boolean ended;

        Map<Long, BlobReference> sources() {
            return sources;
        }

        boolean isEnded() {
            return ended;
        }
    }

    private final String clipId;
    private final Map<String, Requests> byName = new ConcurrentHashMap<>();

    private RequestLog(String clipId) {
        this.clipId = clipId;
    }

    /** Reads the topic up to now. */
    static RequestLog read(KafkaSettings kafka, String clipId, TailStart start) {
        RequestLog log = new RequestLog(clipId);
        try (EventTail<FrameRequest> tail =
                EventTail.open(kafka, Topic.FRAMES, start, (key, request) -> log.add(request))) {
            tail.caughtUp().join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
        return log;
    }

    private void add(@Nullable FrameRequest request) {
        if (request == null || !isOfClip(request.getClipId())) {
            return;
        }
        Requests requests = byName.computeIfAbsent(request.getClipId(), name -> new Requests());
        if (request.getEnd()) {
            requests.ended = true;
        } else if (request.getImage() instanceof BlobReference source) {
            requests.sources.put(request.getIndex(), source);
        }
    }

    private boolean isOfClip(String name) {
        return name.equals(clipId) || name.startsWith(clipId + ".");
    }

    Requests of(Attempt attempt) {
        return byName.getOrDefault(attempt.clip(), new Requests());
    }

    /** Every name the clip has had on the topics. */
    Set<String> names() {
        return Set.copyOf(byName.keySet());
    }

    /** Every name the clip has had on the topics, that of the attempt among them. */
    Set<String> namesWith(Attempt attempt) {
        Set<String> names = new HashSet<>(byName.keySet());
        names.add(attempt.clip());
        return names;
    }

    /** The clip's id, or where it has been used, the id with the first number that has not. */
    String unusedName() {
        String name = clipId;
        for (int i = 1; byName.containsKey(name); i++) {
            name = clipId + "." + i;
        }
        return name;
    }
}
