package io.acuity.imaging.degrade;

import io.acuity.imaging.degrade.DegradationStep.Blur;
import io.acuity.imaging.degrade.DegradationStep.GaussianNoise;
import io.acuity.imaging.degrade.DegradationStep.JpegDamage;
import io.acuity.imaging.degrade.DegradationStep.PoissonNoise;
import io.acuity.imaging.degrade.DegradationStep.Resize;
import java.util.ArrayList;
import java.util.List;
import org.hipparchus.random.RandomDataGenerator;

/**
 * The two-stage blind chain: blur, resize, noise, JPEG; blur, resize, noise; then size of the result, low pass and JPEG in
 * one of two orders.
 *
 * @param settings what it is drawn from
 * @param scale how many times smaller, at least 1
 */
public record BlindDegradation(BlindSettings settings, int scale) implements Degradation {
    /** Refuses a scale below 1. */
    public BlindDegradation {
        if (scale < 1) {
            throw new IllegalArgumentException("A picture is made at least 1 time smaller, not " + scale + ".");
        }
    }

    @Override
    public DegradationPlan plan(int height, int width, long seed) {
        DegradationPlan.requireMultiples(height, width, scale);
        return new Planning(settings, new RandomDataGenerator(seed)).plan(new Size(height, width), scale);
    }

    private record Size(int height, int width) {
        Size times(double factor) {
            return new Size(Math.max(1, (int) (height * factor)), Math.max(1, (int) (width * factor)));
        }
    }

    /** Draws the steps; one generator in one order, so that a seed means one plan. */
    private record Planning(BlindSettings settings, RandomDataGenerator random, List<DegradationStep> steps) {
        Planning(BlindSettings settings, RandomDataGenerator random) {
            this(settings, random, new ArrayList<>());
        }

        DegradationPlan plan(Size highRes, int scale) {
            Size result = new Size(highRes.height() / scale, highRes.width() / scale);
            stage(settings.first(), highRes);
            jpeg(settings.first());
            stage(settings.second(), result);
            if (random.nextBoolean()) {
                resize(result);
                finalSinc();
                jpeg(settings.second());
            } else {
                jpeg(settings.second());
                resize(result);
                finalSinc();
            }
            return new DegradationPlan(steps);
        }

        /** Blur, resize relative to {@code base}, noise. */
        private void stage(StageSettings stage, Size base) {
            if (random.nextDouble() < stage.blurShare()) {
                steps.add(new Blur(stage.blur().draw(random)));
            }
            resize(base.times(factor(stage)));
            boolean normal = random.nextDouble() < stage.gaussianShare();
            double strength = (normal ? stage.gaussian() : stage.poisson()).draw(random);
            boolean grey = random.nextDouble() < stage.greyShare();
            long seed = random.nextLong();
            steps.add(normal ? new GaussianNoise(strength, grey, seed) : new PoissonNoise(strength, grey, seed));
        }

        private double factor(StageSettings stage) {
            double drawn = random.nextDouble();
            if (drawn < stage.enlargeShare()) {
                return new Range(1, stage.resize().high()).draw(random);
            }
            return drawn < stage.enlargeShare() + stage.reduceShare()
                    ? new Range(stage.resize().low(), 1).draw(random)
                    : 1;
        }

        private void resize(Size size) {
            ResizeMode[] modes = ResizeMode.values();
            steps.add(new Resize(modes[random.nextInt(modes.length)], size.height(), size.width()));
        }

        private void jpeg(StageSettings stage) {
            steps.add(new JpegDamage((int) stage.jpegQuality().draw(random)));
        }

        private void finalSinc() {
            if (random.nextDouble() < settings.finalSincShare()) {
                steps.add(new Blur(settings.second().blur().drawSinc(random)));
            }
        }
    }
}
