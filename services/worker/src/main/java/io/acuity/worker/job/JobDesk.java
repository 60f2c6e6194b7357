package io.acuity.worker.job;

import io.acuity.attention.catalog.AttentionCatalog;
import io.acuity.imaging.decode.DecodeLimits;
import io.acuity.imaging.decode.PictureDecoder;
import io.acuity.streaming.Cancellations;
import io.acuity.streaming.EventPublisher;
import io.acuity.streaming.KafkaSettings;
import io.acuity.streaming.trace.Traces;
import io.acuity.worker.model.ModelShelf;
import io.acuity.worker.upscale.PictureUpscaler;
import java.net.URI;
import java.time.Clock;

/** Puts together what works on jobs, and takes it apart again. */
public final class JobDesk implements AutoCloseable {
    private final UpscaleJobs jobs;
    private final EventPublisher publisher;
    private final PayloadDesk payloads;
    private final JobTally tally;
    private final Endings endings;

    private JobDesk(UpscaleJobs jobs, Endings endings, EventPublisher publisher, PayloadDesk payloads, JobTally tally) {
        this.jobs = jobs;
        this.tally = tally;
        this.endings = endings;
        this.publisher = publisher;
        this.payloads = payloads;
    }

    /**
     * What jobs are worked on with.
     *
     * @param kafka the cluster
     * @param blobStore where large payloads lie
     * @param worker name of this worker in results and events
     * @param limits what pictures are accepted
     * @param models what can be run
     * @param extractors what computes attention maps
     * @param upscaler where it runs
     * @param room whether more jobs may be taken
     * @param cancellations who cancelled what; stays the caller's to close
     */
    public record Setup(
            KafkaSettings kafka,
            URI blobStore,
            String worker,
            DecodeLimits limits,
            ModelShelf models,
            AttentionCatalog extractors,
            PictureUpscaler upscaler,
            JobRoom room,
            Cancellations cancellations) {}

    /**
     * Opens publisher and store.
     *
     * @throws io.acuity.streaming.BrokerUnreachableException when no broker answers within about ten seconds
     */
    public static JobDesk open(Setup setup) {
        Clock clock = Clock.systemUTC();
        Traces traces = setup.kafka().traces();
        PayloadDesk payloads = PayloadDesk.open(setup.blobStore(), new PictureDecoder(setup.limits()));
        EventPublisher publisher = EventPublisher.open(setup.kafka());
        Endings endings = Endings.follow(setup.kafka());
        JobVoice voice = new JobVoice(publisher, setup.worker(), clock, new BatchSpans(traces.tracer(), clock));
        JobReports reports = new JobReports(setup.worker(), clock, voice);
        Pins pins = new Pins(setup.models());
        JobRunner runner = new JobRunner(new JobRunner.Tools(
                new RequestCheck(pins),
                pins,
                payloads,
                new MaskDesk(setup.extractors(), payloads, setup.upscaler()),
                setup.upscaler(),
                payloads.press(),
                voice,
                reports,
                traces,
                clock));
        AttentionRunner attention = new AttentionRunner(
                new AttentionRunner.Tools(setup.extractors(), payloads, voice, reports, traces, clock));
        JobTally tally = new JobTally();
        UpscaleJobs jobs = new UpscaleJobs(
                new UpscaleJobs.Crew(runner, attention, reports, pins, tally, endings),
                setup.room(),
                setup.cancellations(),
                payloads);
        return new JobDesk(jobs, endings, publisher, payloads, tally);
    }

    /** The handler for the lane. */
    public UpscaleJobs jobs() {
        return jobs;
    }

    /** How its jobs ended. */
    public JobTally tally() {
        return tally;
    }

    /** The way to the topics. */
    public EventPublisher publisher() {
        return publisher;
    }

    @Override
    public void close() {
        jobs.close();
        endings.close();
        publisher.close();
        payloads.close();
    }
}
