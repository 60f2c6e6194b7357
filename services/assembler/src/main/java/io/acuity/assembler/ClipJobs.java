package io.acuity.assembler;

import io.acuity.events.FailureCode;
import io.acuity.events.VideoRequest;
import io.acuity.events.VideoView;
import io.acuity.schemas.UndecodableRecordException;
import io.acuity.streaming.Cancellations;
import io.acuity.streaming.failure.FailureTable;
import io.acuity.streaming.lane.DeadLetters;
import io.acuity.streaming.lane.LaneHandler;
import io.acuity.streaming.lane.LaneOutput;
import io.acuity.streaming.lane.LaneRecord;
import io.acuity.streaming.topics.OutgoingEvent;
import io.acuity.streaming.topics.Topic;
import io.acuity.streaming.trace.Faults;
import io.acuity.streaming.trace.Traces;
import io.opentelemetry.context.Context;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Works on the topic of clips, each on a thread of its own. Every clip ends in exactly one last view; bytes that are no request end
 * as a dead letter.
 */
final class ClipJobs implements LaneHandler, AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(ClipJobs.class);
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final Duration STOPPING = Duration.ofSeconds(20);

    private final ClipRunner runner;
    private final ClipFolders folders;
    private final Cancellations cancellations;
    private final BiFunction<VideoRequest, Context, ClipVoice> voices;
    private final Map<Place, RunningClip> inWork = new ConcurrentHashMap<>();
    // Kept between the attempts of a clip.
    private final Map<String, ClipVoice> speaking = new ConcurrentHashMap<>();
    private final AtomicLong frames = new AtomicLong();

    /** Jobs of one assembler. */
    ClipJobs(
            ClipRunner runner,
            ClipFolders folders,
            Cancellations cancellations,
            BiFunction<VideoRequest, Context, ClipVoice> voices) {
        this.runner = runner;
        this.folders = folders;
        this.cancellations = cancellations;
        this.voices = voices;
    }

    @Override
    public CompletableFuture<LaneOutput> handle(LaneRecord record) {
        CompletableFuture<LaneOutput> output = new CompletableFuture<>();
        Place place = Place.of(record);
        RunningClip clip = new RunningClip(self -> {
            try {
                output.complete(work(record, self));
            } catch (Throwable e) {
                // The root of the thread: whatever ended it is the lane's to retry or to give up.
                output.completeExceptionally(e);
            } finally {
                inWork.remove(place, self);
            }
        });
        inWork.put(place, clip);
        clip.start();
        return output;
    }

    private LaneOutput work(LaneRecord record, RunningClip running) throws IOException, InterruptedException {
        if (record.value() == null) {
            return LaneOutput.of();
        }
        VideoRequest request = Topic.VIDEOS.codec().decode(record.value());
        requireOwnKey(request, record.keyText());
        String id = request.getVideoId();
        ClipVoice voice = speaking.computeIfAbsent(id, first -> voices.apply(request, record.context()));
        Runnable cancel = () -> running.stop(ClipStop.CANCELLED);
        cancellations.enter(id, cancel);
        try {
            return ended(id, runner.run(request, record, voice, running));
        } catch (IOException | InterruptedException | RuntimeException e) {
            // Whoever is interrupted throws all kinds of things.
            if (running.stopped() != ClipStop.CANCELLED) {
                throw e;
            }
            // It was interrupted; what follows is not.
            Thread.interrupted();
            folders.of(id).remove();
            runner.withdraw(id, record.publishedAt());
            return ended(id, voice.cancelled());
        } finally {
            cancellations.leave(id, cancel);
        }
    }

    private static void requireOwnKey(VideoRequest request, String key) {
        if (!ID.matcher(request.getVideoId()).matches() || !request.getVideoId().equals(key)) {
            throw new ClipRefusedException(
                    FailureCode.INVALID_REQUEST,
                    "The clip '" + request.getVideoId() + "' lies under the key '" + key
                            + "'; publish it under its id, which has 1 to 64 letters, digits, - or _.",
                    null);
        }
    }

    private LaneOutput ended(String id, VideoView last) {
        ClipVoice voice = speaking.remove(id);
        frames.addAndGet(voice == null ? 0 : voice.frames());
        LOGGER.atInfo()
                .addKeyValue("videoId", id)
                .addKeyValue("state", last.getState())
                .addKeyValue("frames", last.getFramesDone())
                .log("A clip has ended");
        return LaneOutput.of(OutgoingEvent.of(Topic.VIDEO_VIEWS, id, last));
    }

    @Override
    public LaneOutput giveUp(LaneRecord record, Throwable cause) {
        ClipRefusedException failure = ClipFailures.of(cause);
        VideoRequest request = decodable(record);
        Faults.name(record.context(), failure.code(), failure.sentence());
        Traces.note(LOGGER.atLevel(FailureTable.of(failure.code()).logLevel()), record.context())
                .addKeyValue("videoId", request == null ? record.keyText() : request.getVideoId())
                .addKeyValue("code", failure.code())
                .addKeyValue("attempt", record.attempt())
                .addKeyValue("error", failure.sentence())
                .log("Clip failed");
        List<OutgoingEvent> events = new ArrayList<>();
        String id = request == null ? null : request.getVideoId();
        if (request != null) {
            ClipVoice voice = speaking.getOrDefault(request.getVideoId(), voices.apply(request, record.context()));
            events.addAll(ended(request.getVideoId(), voice.failed(failure)).events());
            forget(request.getVideoId());
        }
        if (request == null || FailureTable.of(failure.code()).deadLetter()) {
            events.add(DeadLetters.of(record, new DeadLetters.Cause(failure.code(), failure.sentence(), id, null)));
        }
        return new LaneOutput(events);
    }

    private void forget(String id) {
        if (!ID.matcher(id).matches()) {
            return; // it has no folder
        }
        try {
            folders.of(id).remove();
        } catch (IOException e) {
            LOGGER.atWarn()
                    .addKeyValue("videoId", id)
                    .addKeyValue("error", e.toString())
                    .log("The folder of a failed clip stays");
        }
    }

    private static @Nullable VideoRequest decodable(LaneRecord record) {
        if (record.value() == null) {
            return null;
        }
        try {
            return Topic.VIDEOS.codec().decode(record.value());
        } catch (UndecodableRecordException e) {
            return null; // then the dead letter alone tells
        }
    }

    @Override
    public void revoked(LaneRecord record) {
        RunningClip clip = inWork.get(Place.of(record));
        if (clip != null) {
            clip.stop(ClipStop.MOVED);
        }
        speaking.remove(record.keyText());
    }

    /** Frames that were encoded since the start. */
    long frames() {
        return frames.get()
                + speaking.values().stream().mapToLong(ClipVoice::frames).sum();
    }

    /** Stops all clips and waits until their folders are free. */
    @Override
    public void close() {
        List<RunningClip> clips = List.copyOf(inWork.values());
        clips.forEach(clip -> clip.stop(ClipStop.MOVED));
        clips.forEach(clip -> clip.await(STOPPING));
    }

    private record Place(String topic, int partition, long offset) {
        static Place of(LaneRecord record) {
            return new Place(record.topic(), record.partition(), record.offset());
        }
    }
}
