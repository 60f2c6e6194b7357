package io.acuity.networks.perceptual;

import io.acuity.networks.graph.Window;

/** A layer of a backbone as torchvision lays it out, where every layer has a place in one sequence. */
sealed interface Layer {
    /** How many places of the sequence it takes. */
    int places();

    /** A convolution with bias, and the ReLU after it. */
    record Convolution(int channels, Window window) implements Layer {
        @Override
        public int places() {
            return 2;
        }
    }

    /**
     * Largest value of each window, two pixels apart.
     *
     * @param overBorder whether a last window that reaches over the border counts
     */
    record MaxPool(int side, boolean overBorder) implements Layer {
        @Override
        public int places() {
            return 1;
        }
    }

    /** SqueezeNet's module: a 1×1 convolution to few channels, and two beside each other, 1×1 and 3×3, back to many. */
    record Fire(int squeezed, int expanded) implements Layer {
        @Override
        public int places() {
            return 1;
        }
    }
}
