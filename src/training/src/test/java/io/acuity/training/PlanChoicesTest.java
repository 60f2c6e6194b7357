package io.acuity.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.acuity.checkpoints.bundle.BundleCatalog;
import io.acuity.diffusion.Target;
import io.acuity.diffusion.gaussian.Prediction;
import io.acuity.networks.idm.Guidance;
import io.acuity.training.TrainingPlan.Family;
import io.acuity.training.idm.IdmChoices;
import io.acuity.training.idm.IdmPhases;
import io.acuity.training.idm.Magnifications;
import io.acuity.training.sr3.Sr3Choices;
import io.acuity.training.sr3.Sr3Choices.Chain;
import io.acuity.training.sr3.Sr3Choices.Mask;
import io.acuity.training.sr3.Sr3Choices.Network;
import io.acuity.training.sr3.Sr3Choices.Objective;
import io.acuity.training.sr3.Sr3Preset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PlanChoicesTest {
    private static final Objective PLAIN = new Objective(null, null, null, null, null, null, null);
    private static final Network USUAL = new Network(null, null, null, null, null, null, null);
    private static final Mask NO_MASK = new Mask(null, null, null, null);
    private static final Chain LINEAR = new Chain(null, null, null, null);

    @Test
    void nothingSaidIsTheShippedModel() {
        assertThat(plan(null, PlanChoices.Chain.UNSAID, Sr3Choices.NONE))
                .isEqualTo(ShiftPlan.of(Family.RESIDUAL_SHIFT));
        assertThat(plan(Family.MASKED_SHIFT, PlanChoices.Chain.UNSAID, Sr3Choices.NONE))
                .isEqualTo(ShiftPlan.of(Family.MASKED_SHIFT));
    }

    @ParameterizedTest
    @EnumSource(Sr3Preset.class)
    void everyPresetFitsTheUsualPatch(Sr3Preset preset) {
        // given
        Sr3Choices choices = new Sr3Choices(preset, LINEAR, PLAIN, USUAL, NO_MASK);
        // when
        TrainingPlan plan = plan(Family.SR3, PlanChoices.Chain.UNSAID, choices);
        // then
        plan.requireFits(Family.SR3.usual().patch());
        assertThat(plan.chainSteps()).isEqualTo(preset == Sr3Preset.SR3_BASE ? 2000 : 500);
    }

    @Test
    void whatOneFamilyHasAnotherRefuses() {
        Sr3Choices sr3 = new Sr3Choices(Sr3Preset.SR4, LINEAR, PLAIN, USUAL, NO_MASK);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plan(Family.RESIDUAL_SHIFT, PlanChoices.Chain.UNSAID, sr3))
                .withMessageContaining("train the system SR3");
        PlanChoices.Chain shift = new PlanChoices.Chain(null, 0.1, Target.CLEAN, null, null);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plan(Family.SR3, shift, Sr3Choices.NONE))
                .withMessageContaining("kappa, target");
    }

    @Test
    void whatDoesNotGoTogetherIsRefusedBeforeAnythingBegins() {
        refused(new Sr3Choices(null, LINEAR, PLAIN, USUAL, NO_MASK), 9, "multiples of 8");
        refused(networked(new Network(List.of(1, 2), List.of(10), null, null, null, null, null)), 8, "side 10");
        refused(networked(new Network(null, null, 3, null, null, null, null)), 16, "3 heads");
        refused(aiming(objective(Prediction.RESIDUAL, true, null), NO_MASK), 16, "residual of a residual");
        refused(aiming(objective(null, null, true), new Mask("edges", null, null, null)), 16, "not with both");
        refused(aiming(PLAIN, new Mask("dino-vit-s8", null, null, null)), 16, "sr3 train takes learned ones");
        refused(aiming(PLAIN, new Mask("edges", 1.5, null, null)), 16, "[0, 1]");
        refused(aiming(PLAIN, new Mask(null, 0.5, null, null)), 16, "name an extractor");
        refused(chained(new Chain("zigzag", null, null, null)), 16, "zigzag");
        refused(chained(new Chain(null, null, null, 501)), 16, "not in 501");
    }

    @Test
    void ratesThatABundleCannotSayAreRefused() {
        // given
        Sr3Choices linear = Sr3Choices.NONE;
        Sr3Choices cosine = chained(new Chain("cosine", null, null, null));
        // then
        for (int steps : new int[] {2, 8, 20}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new Sr3Plan(32, 1, steps, linear, null).requireFits(16))
                    .withMessageContaining("more than 20 steps");
            assertThatCode(() -> new Sr3Plan(32, 1, steps, cosine, null).requireFits(16))
                    .doesNotThrowAnyException();
        }
        new Sr3Plan(32, 1, 21, linear, null).requireFits(16);
    }

    @Test
    void weightsOfOtherSystemsAreNoBeginning() {
        Sr3Plan plan = new Sr3Plan(32, 1, 50, Sr3Choices.NONE, BundleCatalog.DEFAULT_MODEL);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plan.requireFits(16))
                .withMessageContaining("residual-shift");
    }

    @Test
    void impossiblePhasesAreRefused() {
        refused(phases("4:1.5", null), 16, "from 4.0 to 1.5");
        refused(phases("0.5:4", null), 16, "1 or more");
        refused(phases("1.5:3.5", null), 16, "a whole number");
        refused(phases("1.5-4", null), 16, "not as 1.5-4");
        refused(phases("1.5:x", null), 16, "not as 1.5:x");
        refused(phases("2:8", null), 7, "less than 4 LR pixels");
        refused(phases(null, 101), 16, "no room for a first phase of 101");
        refused(phases(null, -1), 16, "0 or more");
        refused(new IdmChoices(Guidance.CONCAT, null, null, 2, null), 16, "there is no encoder");
        refused(new IdmChoices(null, null, null, 0, null), 16, "0 blocks");
        for (Family other : List.of(Family.RESIDUAL_SHIFT, Family.SR3)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> continuous(other, Sr3Choices.NONE, phases("2:4", null)))
                    .withMessageContaining("train the system IDM");
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> continuous(Family.IDM, aiming(objective(null, null, true), NO_MASK), IdmChoices.NONE)
                        .requireFits(16))
                .withMessageContaining("neither heads");
    }

    @Test
    void theFirstPhaseHasTwoThirdsOfTheRun() {
        IdmPlan plan = (IdmPlan) continuous(Family.IDM, Sr3Choices.NONE, IdmChoices.NONE);
        assertThat(plan.phases()).isEqualTo(new IdmPhases(new Magnifications(1.5, 4), 66));
        assertThat(plan.scale()).isEqualTo(4);
        plan.requireFits(Family.IDM.usual().patch());
    }

    private static void refused(IdmChoices choices, int patch, String sentence) {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> continuous(Family.IDM, Sr3Choices.NONE, choices).requireFits(patch))
                .withMessageContaining(sentence);
    }

    private static TrainingPlan continuous(Family family, Sr3Choices sr3, IdmChoices idm) {
        return new PlanChoices(family, null, null, null, PlanChoices.Chain.UNSAID, null, sr3, idm).plan(100);
    }

    private static IdmChoices phases(@Nullable String magnifications, @Nullable Integer first) {
        return new IdmChoices(null, magnifications, first, null, null);
    }

    private static void refused(Sr3Choices choices, int patch, String sentence) {
        TrainingPlan plan = plan(Family.SR3, PlanChoices.Chain.UNSAID, choices);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plan.requireFits(patch))
                .withMessageContaining(sentence);
    }

    private static TrainingPlan plan(@Nullable Family family, PlanChoices.Chain chain, Sr3Choices sr3) {
        return new PlanChoices(family, null, null, null, chain, null, sr3, IdmChoices.NONE).plan(100);
    }

    private static Sr3Choices networked(Network network) {
        return new Sr3Choices(null, LINEAR, PLAIN, network, NO_MASK);
    }

    private static Sr3Choices aiming(Objective objective, Mask mask) {
        return new Sr3Choices(null, LINEAR, objective, USUAL, mask);
    }

    private static Sr3Choices chained(Chain chain) {
        return new Sr3Choices(null, chain, PLAIN, USUAL, NO_MASK);
    }

    private static Objective objective(
            @Nullable Prediction predict, @Nullable Boolean residual, @Nullable Boolean learned) {
        return new Objective(predict, null, residual, learned, null, null, null);
    }
}
