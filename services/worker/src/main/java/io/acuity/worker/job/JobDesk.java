package io.acuity.worker.job;

import io.acuity.attention.catalog.AttentionCatalog;
import io.acuity.imaging.decode.DecodeLimits;
import io.acuity.imaging.decode.PictureDecoder;
import io.acuity.streaming.EventPublisher;
import io.acuity.streaming.KafkaSettings;
import io.acuity.streaming.TopicAdmin;
import io.acuity.worker.model.ModelShelf;
import io.acuity.worker.upscale.PictureUpscaler;
import java.net.URI;
import java.time.Clock;
import java.util.function.BooleanSupplier;

/** Puts together what works on jobs, and takes it apart again. */
public final class JobDesk implements AutoCloseable {
    private final UpscaleJobs jobs;
    private final Cancellations cancellations;
    private final EventPublisher publisher;
    private final PayloadDesk payloads;

    private JobDesk(UpscaleJobs jobs, Cancellations cancellations, EventPublisher publisher, PayloadDesk payloads) {
        this.jobs = jobs;
        this.cancellations = cancellations;
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
     * @param hasRoom whether more jobs may be taken
     */
    public record Setup(
            KafkaSettings kafka,
            URI blobStore,
            String worker,
            DecodeLimits limits,
            ModelShelf models,
            AttentionCatalog extractors,
            PictureUpscaler upscaler,
            BooleanSupplier hasRoom) {}

    /**
     * Opens publisher, control tail and store.
     *
     * @throws io.acuity.streaming.BrokerUnreachableException when no broker answers within about ten seconds
     */
    public static JobDesk open(Setup setup) {
        Clock clock = Clock.systemUTC();
        TopicAdmin.ensure(setup.kafka());
        PayloadDesk payloads = PayloadDesk.open(setup.blobStore(), new PictureDecoder(setup.limits()));
        EventPublisher publisher = EventPublisher.open(setup.kafka());
        Cancellations cancellations = Cancellations.follow(setup.kafka());
        JobVoice voice = new JobVoice(publisher, setup.worker(), clock);
        JobReports reports = new JobReports(setup.worker(), clock, voice);
        Pins pins = new Pins(setup.models());
        JobRunner runner = new JobRunner(new JobRunner.Tools(
                new RequestCheck(pins),
                pins,
                payloads,
                new MaskDesk(setup.extractors(), payloads),
                setup.upscaler(),
                payloads.press(),
                voice,
                reports,
                setup.hasRoom(),
                clock));
        AttentionRunner attention =
                new AttentionRunner(new AttentionRunner.Tools(setup.extractors(), payloads, voice, reports, clock));
        UpscaleJobs jobs =
                new UpscaleJobs(new UpscaleJobs.Crew(runner, attention, reports, pins), cancellations, payloads);
        return new JobDesk(jobs, cancellations, publisher, payloads);
    }

    /** The handler for the lane. */
    public UpscaleJobs jobs() {
        return jobs;
    }

    /** The way to the topics. */
    public EventPublisher publisher() {
        return publisher;
    }

    @Override
    public void close() {
        jobs.close();
        cancellations.close();
        publisher.close();
        payloads.close();
    }
}
