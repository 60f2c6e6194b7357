package io.acuity.tracker.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SequentialTestsTest {

    @Test
    void evidenceBeginsAtNothingAndOnlyFailuresSpeakAgainstTheCandidate() {
        assertThat(SequentialTests.worseThanStable(0, 0, 0.1)).isZero();
        assertThat(SequentialTests.worseThanTolerated(0, 0, 0.0025)).isZero();
        assertThat(SequentialTests.worseThanTolerated(0, 100, 0.0025)).isNegative();
        assertThat(SequentialTests.worseThanStable(0, 5, 0.1)).isNegative();
        assertThat(SequentialTests.worseThanStable(2, 0, 0.1)).isPositive();
        assertThat(SequentialTests.worseThanStable(1000, 0, 1)).isZero();
    }

    @Test
    void theMixtureIsTheMeanOfItsLikelihoodRatios() {
        // given: one failure of the candidate at share 0.1; q for θ of 3, 10, 100 is 0.25, 0.526…, 0.917…
        double expected = Math.log((0.25 + 1 / 1.9 + 10 / 10.9) / 3 / 0.1);

        // then
        assertThat(SequentialTests.worseThanStable(1, 0, 0.1)).isCloseTo(expected, within(1e-12));
        // one slow job of one: (0.75 + 0.95) / 2 / 0.5
        assertThat(SequentialTests.medianAbove(1, 1)).isCloseTo(Math.log(1.7), within(1e-12));
    }

    @Test
    void anySplitOfTheFailuresThatIsFairKeepsTheMeanOfTheEvidence() {
        // given: the next failure is the candidate's with probability s; the ratio's mean must stay what it is
        double share = 0.1;
        double now = Math.exp(SequentialTests.worseThanStable(3, 7, share));

        // when
        double next = share * Math.exp(SequentialTests.worseThanStable(4, 7, share))
                + (1 - share) * Math.exp(SequentialTests.worseThanStable(3, 8, share));

        // then
        assertThat(next).isCloseTo(now, within(1e-9));
    }

    @Test
    void waldsRatioAcceptsAfterNinetyJobsWithoutAFailure() {
        assertThat(SequentialTests.badRatherThanGood(0, 89, 0.0025, 0.0525)).isGreaterThan(Math.log(0.01));
        assertThat(SequentialTests.badRatherThanGood(0, 90, 0.0025, 0.0525)).isLessThan(Math.log(0.01));
    }

    @Test
    void rulesThatMeanNothingAreRejectedInOneSentence() {
        assertThatThrownBy(() -> new RolloutRules(0.01, 0.5, 0.05, 0.01, 50, Duration.ZERO, 1.5, 0.05))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("tracker.rollout.tolerance is 0.5 but must be above 0 to 0.02, such as 0.0025.");
        assertThatThrownBy(() -> RolloutRules.DEFAULT.withMinimum(0, Duration.ZERO))
                .hasMessageContaining("minJobs");
    }
}
