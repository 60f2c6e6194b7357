package io.acuity.tracker;

import io.acuity.events.JobEvent;
import io.acuity.events.UpscaleRequest;
import io.acuity.events.UpscaleResult;
import io.acuity.streaming.topics.Topic;
import io.acuity.streaming.trace.Traces;
import io.acuity.tracker.records.EventSerde;
import java.util.List;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.state.Stores;

/**
 * Requests, job events and results in, job views and events for webhooks out. The sources are merged without repartitioning, so that a status
 * costs one hop; that is right only while they have equally many partitions, which {@link TrackerService} checks at start.
 *
 * @param retention when views are removed
 * @param traces follow what is told of jobs
 */
record JobViewTopology(Retention retention, Traces traces) {

    static final List<String> SOURCES =
            List.of(Topic.REQUESTS.name(), Topic.BATCH_REQUESTS.name(), Topic.JOB_EVENTS.name(), Topic.RESULTS.name());

    void add(
            StreamsBuilder builder,
            KStream<String, UpscaleRequest> requests,
            KStream<String, JobEvent> events,
            KStream<String, UpscaleResult> results) {
        var views = new EventSerde<>(Topic.JOBS.codec());
        // Cached: of what a short job is told within a commit, the changelog gets the last, and a restart reads only
        // that.
        builder.addStateStore(Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore(JobViewProcessor.STORE), Serdes.String(), views)
                .withCachingEnabled());
        KStream<String, JobEvidence> accepted = requests.mapValues(JobEvidence.Requested::new);
        KStream<String, JobChange> changes = accepted.merge(events.mapValues(JobEvidence.Reported::new))
                .merge(results.mapValues(JobEvidence.Ended::new))
                .process(() -> new JobViewProcessor(retention, traces), JobViewProcessor.STORE);
        changes.mapValues(JobChange::now).to(Topic.JOBS.name(), Produced.with(Serdes.String(), views));
        changes.filter((jobId, change) -> change.isForWebhook())
                .mapValues(JobChange::now)
                .to(Topic.WEBHOOKS.name(), Produced.with(Serdes.String(), views));
    }
}
