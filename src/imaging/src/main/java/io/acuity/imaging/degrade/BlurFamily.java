package io.acuity.imaging.degrade;

/** How a blur falls with the squared distance from its middle. */
public enum BlurFamily {
    /** The normal one. */
    GAUSSIAN {
        @Override
        double at(double squaredDistance, double power) {
            return Math.exp(-squaredDistance / 2);
        }
    },
    /** Pointed or boxy by its power. */
    GENERALISED {
        @Override
        double at(double squaredDistance, double power) {
            return Math.exp(-Math.pow(squaredDistance, power) / 2);
        }
    },
    /** Flat in the middle with long tails. */
    PLATEAU {
        @Override
        double at(double squaredDistance, double power) {
            return 1 / (1 + Math.pow(squaredDistance, power));
        }
    };

    abstract double at(double squaredDistance, double power);
}
