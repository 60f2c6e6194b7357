package io.acuity.training;

import io.acuity.checkpoints.safetensors.Tensor;
import io.acuity.networks.graph.ScalarType;
import io.acuity.networks.idm.Guidance;
import io.acuity.networks.idm.Idm;
import io.acuity.networks.sr3.Sr3Options;
import io.acuity.training.frames.IdmTraining;
import io.acuity.training.idm.IdmPhases;
import io.acuity.training.loop.TrainingTask;
import io.acuity.training.objective.GaussianBundle;
import io.acuity.training.objective.IdmTask;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * IDM's networks on a Gaussian chain, for any magnification, in two phases.
 *
 * @param unet the U-Net, chain and objective, which are SR3's, and what is begun with
 * @param encoder the rest of the network
 * @param phases the magnifications, and when they come
 */
public record IdmPlan(Sr3Plan unet, Encoder encoder, IdmPhases phases) implements TrainingPlan {
    private static final int LEAST_LOW_RES = 4;

    /**
     * What leads the U-Net.
     *
     * @param guidance how the image is taken up
     * @param blocks residual blocks of the encoder
     * @param width its channels
     */
    public record Encoder(Guidance guidance, int blocks, int width) {}

    @Override
    public Family family() {
        return Family.IDM;
    }

    @Override
    public int chainSteps() {
        return unet.chainSteps();
    }

    @Override
    public @Nullable String init() {
        return unet.init();
    }

    @Override
    public int scale() {
        return phases.magnifications().scale();
    }

    /** {@inheritDoc} Where the second phase begins, if that enlarges, and the middle of its range. */
    @Override
    public List<Double> measuredAt() {
        double from = phases.magnifications().from();
        double middle = (from + phases.magnifications().to()) / 2;
        return from > 1 ? List.of(from, middle) : List.of(middle);
    }

    /** {@inheritDoc} LR images are made by bicubic at the magnification of each step. */
    @Override
    public boolean makesLowRes() {
        return true;
    }

    @Override
    public void requireFits(int patch) {
        int side = patch * SCALE;
        if (side / scale() < LEAST_LOW_RES) {
            throw new IllegalArgumentException("A frame of " + side + " pixels leaves less than " + LEAST_LOW_RES
                    + " LR pixels a side at a magnification of " + scale() + "; choose larger patches.");
        }
        var unusedNetwork = network(unet.design(side));
        var unusedStart = start();
    }

    @Override
    public TrainingTask open(int patch, ScalarType type) {
        Sr3Plan.Design design = unet.design(patch * SCALE);
        design.process()
                .putArray("magnifications")
                .add(phases.magnifications().from())
                .add(phases.magnifications().to());
        design.notes()
                .put("phaseOneSteps", phases.firstSteps())
                .put("guidance", encoder.guidance().name().toLowerCase(Locale.ROOT));
        return new IdmTask(
                new IdmTraining(network(design), design.objective()),
                new GaussianBundle(scale(), chainSteps(), design.process(), design.notes()),
                phases,
                design.masks().source(),
                new IdmTask.Start(type, start()));
    }

    private Idm network(Sr3Plan.Design design) {
        if (!design.network().options().equals(Sr3Options.PLAIN)) {
            throw new IllegalArgumentException("IDM's U-Net has neither heads, injections and attention between inputs"
                    + " nor a learned variance, which SR4 adds to SR3; leave those away, or train the system SR3.");
        }
        return new Idm(design.network(), encoder.blocks, encoder.width, scale(), encoder.guidance);
    }

    private Map<String, Tensor> start() {
        return Sr3Plan.start(init(), IdmTask.SYSTEM);
    }
}
