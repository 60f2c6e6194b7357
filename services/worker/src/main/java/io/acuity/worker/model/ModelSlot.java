package io.acuity.worker.model;

import io.acuity.checkpoints.CorruptCheckpointException;
import io.acuity.checkpoints.bundle.BundleCatalog;
import io.acuity.checkpoints.bundle.ModelBundle;
import io.acuity.checkpoints.bundle.ModelDescription;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The place of one model on a device, whose checkpoints can be exchanged while jobs run. Jobs take leases from any thread; one
 * thread at a time publishes.
 */
public final class ModelSlot {
    /** How long a job waits for a checkpoint that stood when the worker started. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Origin origin;
    private final ModelDescription description;
    private final String ownCheckpoint;
    private final CompletableFuture<ResidentModel> first;
    private final AtomicReference<@Nullable ServingPair> serving = new AtomicReference<>();
    private volatile CompletableFuture<Void> gate = CompletableFuture.completedFuture(null);
    private volatile boolean closed;

    /**
     * Where the bundle comes from that the worker was started with.
     *
     * @param nameOrFolder as {@link BundleCatalog#find} takes it
     * @param patience how long a lease waits at a closed gate
     */
    record Origin(String nameOrFolder, Duration patience) {}

    private final Function<ModelBundle, CompletableFuture<ResidentModel>> loader;

    ModelSlot(Origin origin, ModelBundle own, Function<ModelBundle, CompletableFuture<ResidentModel>> loader) {
        this.origin = origin;
        this.description = own.description();
        this.ownCheckpoint = own.checkpointId();
        this.loader = loader;
        this.first = loader.apply(own);
    }

    /** The model's name. */
    public String model() {
        return description.name();
    }

    /** What the bundle the worker was started with is: a checkpoint of another architecture has no place here. */
    public ModelDescription description() {
        return description;
    }

    /** The checkpoint the worker was started with. */
    public String ownCheckpoint() {
        return ownCheckpoint;
    }

    /**
     * Reads the bundle the worker was started with again; blocks.
     *
     * @throws CorruptCheckpointException if it can't be read, or is another one by now
     */
    public ModelBundle ownBundle() {
        ModelBundle bundle = BundleCatalog.find(origin.nameOrFolder);
        if (!bundle.checkpointId().equals(ownCheckpoint)) {
            throw new CorruptCheckpointException("The bundle " + origin.nameOrFolder + " holds the checkpoint "
                    + bundle.checkpointId() + " by now, not " + ownCheckpoint
                    + ", with which this worker was started; start it again to serve the new one.");
        }
        return bundle;
    }

    /** Has the device thread load a bundle, between two ticks. The caller is its first holder. */
    public CompletableFuture<ResidentModel> load(ModelBundle bundle) {
        return loader.apply(bundle);
    }

    /**
     * What serves now; waits while the first checkpoint is still loading.
     *
     * @throws CorruptCheckpointException if that could not be loaded
     */
    public ServingPair serving() {
        ServingPair now = serving.get();
        if (now != null) {
            return now;
        }
        ServingPair initial = ServingPair.alone(loadedFirst());
        return serving.compareAndSet(null, initial) ? initial : Objects.requireNonNull(serving.get());
    }

    private ResidentModel loadedFirst() {
        try {
            return first.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    /**
     * Replaces what serves: jobs that begin from now on get {@code next}, jobs in work keep what they have. Checkpoints that serve
     * no longer are released when their last job ends.
     *
     * @param next its checkpoints are those that serve now, or were loaded for it and pass into the slot's hands
     */
    public void publish(ServingPair next) {
        ServingPair before = serving();
        serving.set(next);
        before.residents()
                .filter(resident -> next.residents().noneMatch(kept -> kept == resident))
                .forEach(ResidentModel::letGo);
    }

    /** Lets jobs wait until {@link #open}: what ought to serve is still being loaded. */
    public void hold() {
        gate = new CompletableFuture<>();
    }

    /** Lets jobs in. */
    public void open() {
        gate.complete(null);
    }

    /** A lease of the checkpoint that serves a job, chosen by its id. Waits as {@link ModelShelf#lease} says. */
    ModelLease lease(String jobId) {
        return lease(pair -> pair.candidateFor(jobId));
    }

    /** A lease of the stable checkpoint. */
    ModelLease leaseStable() {
        return lease(pair -> null);
    }

    private ModelLease lease(Function<ServingPair, @Nullable ResidentModel> trial) {
        awaitGate();
        while (!closed) {
            ServingPair pair = serving();
            ResidentModel candidate = trial.apply(pair);
            // Between reading the pair and holding its checkpoint a swap may release it; then the new pair is read.
            ModelLease lease = ModelLease.of(candidate == null ? pair.stable() : candidate, candidate != null);
            if (lease != null) {
                return lease;
            }
        }
        throw new CheckpointPendingException("This worker is stopping; another one takes the job.");
    }

    private void awaitGate() {
        try {
            gate.get(origin.patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new CheckpointPendingException(
                    "The worker could not load the stable checkpoint of the model " + model() + " within "
                            + origin.patience.toSeconds() + " s; check the blob store, or submit again later.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CheckpointPendingException("The wait for the model " + model() + " was interrupted.");
        } catch (ExecutionException e) {
            throw new IllegalStateException("The gate of the model " + model() + " cannot fail.", e);
        }
    }

    /** No more leases. */
    void close() {
        closed = true;
        gate.complete(null);
    }
}
