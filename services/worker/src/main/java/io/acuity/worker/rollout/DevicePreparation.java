package io.acuity.worker.rollout;

import io.acuity.checkpoints.bundle.ModelBundle;
import io.acuity.events.Failure;
import io.acuity.events.FailureCode;
import io.acuity.worker.job.Failures;
import io.acuity.worker.job.JobRefusedException;
import io.acuity.worker.model.ModelSlot;
import io.acuity.worker.model.ResidentModel;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Prepares checkpoints of one model: fetches and parses on the calling thread, loads on the device thread between two ticks, proves
 * it, which warms it up, by a job of its own. A checkpoint that fails at any stage leaves nothing behind.
 */
final class DevicePreparation implements Preparation {
    private static final Logger LOGGER = LoggerFactory.getLogger(DevicePreparation.class);

    private final ModelSlot slot;
    private final CheckpointShelf shelf;
    private final GoldenCheck golden;

    DevicePreparation(ModelSlot slot, CheckpointShelf shelf, GoldenCheck golden) {
        this.slot = slot;
        this.shelf = shelf;
        this.golden = golden;
    }

    @Override
    public Prepared prepare(String checkpoint, BooleanSupplier superseded) {
        try {
            ModelBundle bundle = checkpoint.equals(slot.ownCheckpoint()) ? slot.ownBundle() : shelf.fetch(checkpoint);
            Architecture.requireSame(slot.description(), bundle.description(), checkpoint);
            return superseded.getAsBoolean()
                    ? new Prepared.Superseded()
                    : proved(slot.load(bundle).get());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Prepared.Superseded();
        } catch (RuntimeException | ExecutionException | TimeoutException e) {
            return failed(checkpoint, e);
        }
    }

    private Prepared proved(ResidentModel resident) throws InterruptedException, ExecutionException, TimeoutException {
        @Nullable ResidentModel ours = resident;
        try {
            golden.require(resident.model());
            ours = null;
            return new Prepared.Loaded(resident);
        } finally {
            if (ours != null) {
                ours.letGo();
            }
        }
    }

    private static Prepared failed(String checkpoint, Exception e) {
        JobRefusedException why = Failures.of(e);
        LOGGER.atWarn()
                .addKeyValue("checkpointId", checkpoint)
                .addKeyValue("code", why.code())
                .addKeyValue("error", why.sentence())
                .log("Checkpoint not served");
        Failure failure = new Failure(why.code(), why.sentence());
        return why.code() == FailureCode.STORE_UNAVAILABLE
                ? new Prepared.Unavailable(failure)
                : new Prepared.Refused(failure);
    }
}
