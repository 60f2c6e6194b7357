package io.acuity.imaging.degrade;

import io.acuity.imaging.degrade.BlurKernel.Bell;
import java.util.List;
import org.hipparchus.random.RandomDataGenerator;

/**
 * What blur kernels are drawn from.
 *
 * @param leastSide least side of a kernel, odd
 * @param greatestSide greatest side, odd
 * @param sincShare how often an ideal low pass is taken instead of a bell
 * @param bells the kinds of bell and how often each is taken; shares sum to 1
 * @param deviation of bells, in pixels
 * @param generalisedPower powers below 1 and above it are drawn equally often
 * @param plateauPower likewise; a range that begins at 1 gives exactly 1 half the time, as the published code does
 */
public record BlurSettings(
        int leastSide,
        int greatestSide,
        double sincShare,
        List<BellShare> bells,
        Range deviation,
        Range generalisedPower,
        Range plateauPower) {
    /** Below this side a sinc keeps more, or nothing of it would be seen. */
    private static final int SMALL_SINC = 13;

    /** Keeps its own copy of the shares and refuses even sides. */
    public BlurSettings {
        bells = List.copyOf(bells);
        if (leastSide < 1 || leastSide % 2 == 0 || greatestSide % 2 == 0 || greatestSide < leastSide) {
            throw new IllegalArgumentException(
                    "Sides of blur kernels are odd and rise, not " + leastSide + " to " + greatestSide + ".");
        }
    }

    /**
     * One kind of bell.
     *
     * @param family how it falls
     * @param round whether both deviations are the same
     * @param share how often it is taken
     */
    public record BellShare(BlurFamily family, boolean round, double share) {}

    BlurKernel draw(RandomDataGenerator random) {
        int side = drawSide(random);
        if (random.nextDouble() < sincShare) {
            return BlurKernel.sinc(side, new Range(Math.PI / (side < SMALL_SINC ? 3 : 5), Math.PI).draw(random));
        }
        BellShare kind = kind(random.nextDouble());
        double along = deviation.draw(random);
        if (kind.round()) {
            return BlurKernel.bell(side, new Bell(kind.family(), along, along, 0, power(kind.family(), random)));
        }
        double across = deviation.draw(random);
        double rotation = new Range(-Math.PI, Math.PI).draw(random);
        return BlurKernel.bell(side, new Bell(kind.family(), along, across, rotation, power(kind.family(), random)));
    }

    /** A low pass with its cutoff anywhere from a third of π, on a kernel of any side of this range. */
    BlurKernel drawSinc(RandomDataGenerator random) {
        return BlurKernel.sinc(drawSide(random), new Range(Math.PI / 3, Math.PI).draw(random));
    }

    private int drawSide(RandomDataGenerator random) {
        return leastSide + 2 * random.nextInt((greatestSide - leastSide) / 2 + 1);
    }

    private BellShare kind(double drawn) {
        double below = 0;
        for (BellShare bell : bells) {
            below += bell.share();
            if (drawn < below) {
                return bell;
            }
        }
        return bells.get(bells.size() - 1);
    }

    private double power(BlurFamily family, RandomDataGenerator random) {
        return switch (family) {
            case GAUSSIAN -> 1;
            case GENERALISED -> aroundOne(generalisedPower, random);
            case PLATEAU -> aroundOne(plateauPower, random);
        };
    }

    private static double aroundOne(Range range, RandomDataGenerator random) {
        return random.nextDouble() < 0.5
                ? new Range(Math.min(range.low(), 1), 1).draw(random)
                : new Range(1, Math.max(range.high(), 1)).draw(random);
    }
}
