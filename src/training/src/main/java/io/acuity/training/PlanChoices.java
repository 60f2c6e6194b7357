package io.acuity.training;

import io.acuity.diffusion.Target;
import io.acuity.training.TrainingPlan.Family;
import io.acuity.training.idm.IdmChoices;
import io.acuity.training.idm.IdmPhases;
import io.acuity.training.sr3.Sr3Choices;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is said about a plan, on the command line or in a file: null is what was not said, and then as in the shipped model
 * of the family.
 *
 * @param family kind of model
 * @param width channels
 * @param blocks residual blocks
 * @param trunkBlocks of a masked network's trunk
 * @param chain the chain
 * @param init a model to begin with
 * @param sr3 what SR3 and IDM have
 * @param idm what IDM alone has
 */
public record PlanChoices(
        @Nullable Family family,
        @Nullable Integer width,
        @Nullable Integer blocks,
        @Nullable Integer trunkBlocks,
        Chain chain,
        @Nullable String init,
        Sr3Choices sr3,
        IdmChoices idm) {

    /** The chain: its length, and the rest for residual shifts alone. */
    public record Chain(
            @Nullable Integer steps,
            @Nullable Double kappa,
            @Nullable Target target,
            @Nullable Double etaFirst,
            @Nullable Double etaLast) {
        /** Nothing was said. */
        public static final Chain UNSAID = new Chain(null, null, null, null, null);
    }

    /** The family: a residual shift unless another was said. */
    public Family chosenFamily() {
        return or(family, Family.RESIDUAL_SHIFT);
    }

    /**
     * The plan.
     *
     * @param steps of the run
     * @throws IllegalArgumentException if something was said that the family does not have
     */
    public TrainingPlan plan(int steps) {
        Family chosen = chosenFamily();
        if (chosen != Family.IDM && !idm.equals(IdmChoices.NONE)) {
            throw new IllegalArgumentException(
                    "Guidance, encoders, magnifications and phases are IDM's and say nothing about " + chosen
                            + "; train the system IDM, or leave them away.");
        }
        return switch (chosen) {
            case RESIDUAL_SHIFT, MASKED_SHIFT -> shift(chosen);
            case SR3 -> gaussian();
            case IDM -> continuous(steps);
        };
    }

    private ShiftPlan shift(Family chosen) {
        if (!sr3.equals(Sr3Choices.NONE)) {
            throw new IllegalArgumentException("Presets, objectives, masks and further layers of SR3 say nothing about "
                    + chosen + "; train the system SR3, or leave them away.");
        }
        if (chosen == Family.RESIDUAL_SHIFT && trunkBlocks != null) {
            throw new IllegalArgumentException("A " + chosen + " network has no trunk of its own, so that its blocks"
                    + " say nothing; train MASKED_SHIFT, or leave them away.");
        }
        ShiftPlan usual = ShiftPlan.of(chosen);
        return new ShiftPlan(
                chosen,
                or(width, usual.width()),
                or(blocks, usual.blocks()),
                or(trunkBlocks, usual.trunkBlocks()),
                or(chain.steps, usual.chainSteps()),
                or(chain.kappa, usual.kappa()),
                or(chain.target, usual.target()),
                or(chain.etaFirst, usual.etaFirst()),
                or(chain.etaLast, usual.etaLast()),
                init);
    }

    private IdmPlan continuous(int steps) {
        IdmPhases phases = idm.phases(steps);
        return new IdmPlan(gaussian(), new IdmPlan.Encoder(idm.chosenGuidance(), idm.blocks(), idm.width()), phases);
    }

    private Sr3Plan gaussian() {
        Map<String, @Nullable Object> others = new LinkedHashMap<>();
        others.put("trunk blocks", trunkBlocks);
        others.put("kappa", chain.kappa);
        others.put("target", chain.target);
        others.put("eta-first", chain.etaFirst);
        others.put("eta-last", chain.etaLast);
        List<String> said = others.entrySet().stream()
                .filter(entry -> Objects.nonNull(entry.getValue()))
                .map(Map.Entry::getKey)
                .toList();
        if (!said.isEmpty()) {
            throw new IllegalArgumentException("Residual shifts have " + String.join(", ", said)
                    + ", the Gaussian chain of " + chosenFamily() + " has not; leave that away.");
        }
        return new Sr3Plan(
                or(width, Sr3Plan.WIDTH),
                or(blocks, Sr3Plan.BLOCKS),
                sr3.chain(chain.steps).steps(),
                sr3,
                init);
    }

    private static <T> T or(@Nullable T given, T usual) {
        return given == null ? usual : given;
    }
}
