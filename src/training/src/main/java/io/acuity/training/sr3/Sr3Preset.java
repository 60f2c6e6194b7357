package io.acuity.training.sr3;

import io.acuity.networks.sr3.LrInjection;
import io.acuity.networks.sr3.LrInjection.Bridge;
import io.acuity.networks.sr3.LrInjection.Fusion;
import io.acuity.training.frames.RateCurve;
import org.jspecify.annotations.Nullable;

/** The variants of SR4's report. All share the step of a batch; what is given beside a preset goes before it. */
public enum Sr3Preset {
    /** SR3 as ported: 2,000 steps. */
    SR3_BASE(2000, "linear", RateCurve.CONSTANT),
    /** The same rates in 500 steps, after which 8 % of the image's variance is left. */
    SR3_500(500, "linear", RateCurve.CONSTANT),
    /** Cosine schedule and warm-up. */
    COS(500, "cosine", RateCurve.WARM_UP),
    /** The same on residuals. */
    RES(500, "cosine", RateCurve.WARM_UP),
    /** The same with attention at the smallest maps alone and the LR image in the middle. */
    SR4(500, "cosine", RateCurve.WARM_UP);

    private final int chainSteps;
    private final String schedule;
    private final RateCurve curve;

    Sr3Preset(int chainSteps, String schedule, RateCurve curve) {
        this.chainSteps = chainSteps;
        this.schedule = schedule;
        this.curve = curve;
    }

    int chainSteps() {
        return chainSteps;
    }

    String schedule() {
        return schedule;
    }

    /** How its learning rate goes in {@code acuity sr3 train}. */
    public RateCurve curve() {
        return curve;
    }

    boolean residual() {
        return this == RES || this == SR4;
    }

    boolean publishedEnds() {
        return this == SR3_500;
    }

    /** SR4's code never draws the last step. */
    boolean lastExcluded() {
        return this != SR3_BASE;
    }

    /** The side of the maps with attention: the smallest, or twice as large as in SR3's 16 of 128. */
    int attentionSize(int side, int levels) {
        return side >> (this == SR4 ? levels - 1 : Math.max(0, levels - 2));
    }

    @Nullable
    LrInjection injection(int side, int levels) {
        return this == SR4 ? new LrInjection(Fusion.CONCAT, Bridge.SMALL, injectionSize(side, levels)) : null;
    }

    /** The LR image enters where features are twice as large as the smallest: 16 of 128. */
    static int injectionSize(int side, int levels) {
        return Math.max(1, side >> Math.max(0, levels - 2));
    }
}
