package io.acuity.training.sr3;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.acuity.diffusion.gaussian.BetaCurve;
import io.acuity.diffusion.gaussian.GaussianSchedule;
import io.acuity.networks.frames.GaussianChain;
import java.util.Locale;

/**
 * The steps SR3 is trained on. SR3's own rates, 10⁻⁶ to 10⁻², were chosen for 2,000 of them.
 *
 * @param curve name of the noise schedule
 * @param steps T
 * @param publishedEnds whether the rates are SR3's own whatever the number of steps; otherwise they grow as the steps get
 *     fewer, so that the last state stays near pure noise
 */
public record Sr3Chain(String curve, int steps, boolean publishedEnds) {
    private static final double FIRST_BETA = 1e-6;
    private static final double LAST_BETA = 1e-2;
    private static final int PUBLISHED_STEPS = 2000;

    /**
     * The schedule.
     *
     * @throws IllegalArgumentException if there is no such curve, or no step
     */
    public GaussianSchedule schedule() {
        BetaCurve named = BetaCurve.named(curve);
        return GaussianSchedule.of(
                publishedEnds
                        ? named.betas(steps, FIRST_BETA, LAST_BETA)
                        : named.rescaled(steps, FIRST_BETA, LAST_BETA, PUBLISHED_STEPS));
    }

    /**
     * The same as a bundle says it, see {@link GaussianChain}.
     *
     * @throws IllegalArgumentException if a bundle cannot say it: rates that were cut off at 0.999 are not on the curve from
     *     the first to the last one
     */
    public ObjectNode process() {
        double factor = publishedEnds ? 1 : (double) PUBLISHED_STEPS / Math.max(1, steps);
        ObjectNode process = JsonNodeFactory.instance
                .objectNode()
                .put("schedule", curve.toLowerCase(Locale.ROOT))
                .put("n_timestep", steps)
                .put("linear_start", FIRST_BETA * factor)
                .put("linear_end", LAST_BETA * factor);
        GaussianSchedule trained = schedule();
        if (isBeyondRates(factor)
                || !GaussianChain.of(process, false).process().schedule().equals(trained)) {
            throw new IllegalArgumentException("A " + curve + " chain of " + steps + " steps has rates beyond 0.999,"
                    + " which the first and last rate in a bundle do not tell; take more than "
                    + (int) (PUBLISHED_STEPS * LAST_BETA) + " steps, or the schedule cosine.");
        }
        return process;
    }

    private boolean isBeyondRates(double factor) {
        BetaCurve named = BetaCurve.named(curve);
        return named != BetaCurve.JSD && named != BetaCurve.COSINE && LAST_BETA * factor >= 1;
    }
}
