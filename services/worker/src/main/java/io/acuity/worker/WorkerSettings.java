package io.acuity.worker;

import io.acuity.checkpoints.bundle.BundleCatalog;
import io.acuity.diffusion.scheduler.SchedulerSettings;
import io.acuity.imaging.decode.DecodeLimits;
import io.acuity.networks.Precision;
import io.acuity.streaming.KafkaSettings;
import io.acuity.streaming.lane.LaneKind;
import java.net.URI;
import java.util.List;

/**
 * What a worker needs.
 *
 * @param kafka the cluster
 * @param blobStore where payloads above 256 KiB lie, {@code file:} or {@code s3:}
 * @param slot name of this worker, unique in the group and the same after a restart
 * @param models shipped names or folders of bundles; the first is the default
 * @param precision of the networks
 * @param limits what pictures are accepted
 * @param scheduler sizes that bound memory and the length of a tick
 * @param maxInFlight most jobs in work at once, on the ordered lane
 * @param lane how requests are taken; frames of clips always take the ordered lane, since those of a segment belong to one worker
 */
public record WorkerSettings(
        KafkaSettings kafka,
        URI blobStore,
        String slot,
        List<String> models,
        Precision precision,
        DecodeLimits limits,
        SchedulerSettings scheduler,
        int maxInFlight,
        LaneKind lane) {
    private static final int MAX_IN_FLIGHT = 64;

    /** Validates slot and models. */
    public WorkerSettings {
        models = List.copyOf(models);
        if (slot.isBlank()) {
            throw new IllegalArgumentException("worker.slot is blank; give the worker a name, for example w1.");
        }
        if (models.isEmpty()) {
            throw new IllegalArgumentException(
                    "worker.models is empty; name at least one, for example " + BundleCatalog.DEFAULT_MODEL + ".");
        }
    }

    /** The usual settings: the shipped model, default limits. */
    public static WorkerSettings of(KafkaSettings kafka, URI blobStore, String slot) {
        return new WorkerSettings(
                kafka,
                blobStore,
                slot,
                List.of(BundleCatalog.DEFAULT_MODEL),
                Precision.AUTO,
                DecodeLimits.defaults(),
                SchedulerSettings.DEFAULT,
                MAX_IN_FLIGHT,
                LaneKind.ORDERED);
    }

    /** Other models, at another precision. */
    public WorkerSettings withModels(List<String> namesOrFolders, Precision numbers) {
        return new WorkerSettings(
                kafka, blobStore, slot, namesOrFolders, numbers, limits, scheduler, maxInFlight, lane);
    }

    /** Other limits on pictures. */
    public WorkerSettings withLimits(DecodeLimits pictures) {
        return new WorkerSettings(kafka, blobStore, slot, models, precision, pictures, scheduler, maxInFlight, lane);
    }

    /** Another lane for requests. */
    public WorkerSettings withLane(LaneKind kind) {
        return new WorkerSettings(kafka, blobStore, slot, models, precision, limits, scheduler, maxInFlight, kind);
    }
}
