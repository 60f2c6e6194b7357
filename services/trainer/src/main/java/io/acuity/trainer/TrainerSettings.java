package io.acuity.trainer;

import io.acuity.streaming.KafkaSettings;
import io.acuity.training.TrainingPlan;
import io.acuity.training.loop.TrainingSettings;
import java.net.URI;
import java.nio.file.Path;

/**
 * What a trainer needs.
 *
 * @param kafka the cluster
 * @param blobStore where samples lie and checkpoints go
 * @param folder a folder of its own: decoded images, the state to go on from, the chart of progress
 * @param run which run, and of what
 * @param plan network, chain and objective
 * @param training how long and how fast
 * @param images where images come from and how LR images are made
 * @param checkpoints how often they are made and what they are measured on
 */
public record TrainerSettings(
        KafkaSettings kafka,
        URI blobStore,
        Path folder,
        Run run,
        TrainingPlan plan,
        TrainingSettings training,
        Images images,
        Checkpoints checkpoints) {
    /** Refuses a plan that patches and images do not fit, or that contradicts itself. */
    public TrainerSettings {
        plan.requireFits(training.side());
        images.degradation().requireFits(plan);
    }

    /**
     * Which run.
     *
     * @param id names the run; a trainer started again with it goes on where the run was
     * @param model name of the model it makes
     * @param codeVersion of this program, kept in checkpoints
     */
    public record Run(String id, String model, String codeVersion) {
        /** Refuses names that cannot be told apart from nothing. */
        public Run {
            if (id.isBlank() || model.isBlank()) {
                throw new IllegalArgumentException(
                        "A training run needs a name and a model, for example run: night-1 and model: acuity-s-x4.");
            }
        }
    }

    /** How LR images are made of HR images that have none. */
    public enum Degradation {
        /** MATLAB-compatible bicubic, rounded to 8 bits. */
        BICUBIC,
        /** The two-stage blind chain, anew for each patch of a sliding pool. */
        BLIND;

        /**
         * Checks that a plan takes LR images made so.
         *
         * @throws IllegalArgumentException if it makes its own
         */
        public void requireFits(TrainingPlan plan) {
            if (this != BICUBIC && plan.makesLowRes()) {
                throw new IllegalArgumentException("LR images of " + plan.family()
                        + " are made by bicubic at the magnification of each step, not by the degradation " + this
                        + "; leave that away.");
            }
        }
    }

    /**
     * Where images come from.
     *
     * @param dataset name of the dataset
     * @param degradation how LR images are made
     * @param storeBytes most bytes of decoded images on disk
     */
    public record Images(String dataset, Degradation degradation, long storeBytes) {
        /** Refuses a store nothing fits into. */
        public Images {
            if (storeBytes < 1) {
                throw new IllegalArgumentException(
                        "The store of decoded images needs room, not " + storeBytes + " bytes; for example 20 GiB.");
            }
        }
    }

    /**
     * When checkpoints are made.
     *
     * @param every so many steps, and at the end
     * @param validationImages most held-out images they are measured on
     */
    public record Checkpoints(int every, int validationImages) {
        /** Refuses intervals that never come. */
        public Checkpoints {
            if (every < 1 || validationImages < 1) {
                throw new IllegalArgumentException(
                        "Checkpoints are made every 1 or more steps and measured on 1 or more" + " images, not " + every
                                + " and " + validationImages + ".");
            }
        }
    }
}
