package io.acuity.streaming.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The split of jobs between stable and candidate, over drawn job ids (seed 7). */
class TrafficSplitTest {
    private static final List<String> IDS = ids(20_000, new Random(7));

    @ParameterizedTest
    @ValueSource(doubles = {0.01, 0.1, 0.25, 0.5, 0.9})
    void aShareOfTheJobsGoesToTheCandidate(double share) {
        // when
        long candidates =
                IDS.stream().filter(id -> TrafficSplit.isCandidate(id, share)).count();

        // then: within five standard deviations of a binomial count
        double deviation = Math.sqrt(share * (1 - share) * IDS.size());
        assertThat((double) candidates).isCloseTo(share * IDS.size(), within(5 * deviation));
    }

    @Test
    void noJobGoesToTheCandidateAtShareZeroAndEachAtShareOne() {
        assertThat(IDS).noneMatch(id -> TrafficSplit.isCandidate(id, 0));
        assertThat(IDS).allMatch(id -> TrafficSplit.isCandidate(id, 1));
    }

    @Test
    void aGrowingShareOnlyAddsJobs() {
        // given
        double[] shares = new Random(8).doubles(20).sorted().toArray();

        for (String id : IDS.subList(0, 1000)) {
            // when
            long changes = IntStream.range(1, shares.length)
                    .filter(i ->
                            TrafficSplit.isCandidate(id, shares[i - 1]) && !TrafficSplit.isCandidate(id, shares[i]))
                    .count();

            // then: a job that the candidate served at a smaller share, it serves at every larger one
            assertThat(changes).as(id).isZero();
        }
    }

    @Test
    void theSideOfAJobIsFixedForAllTime() {
        // given: SHA-256("a") begins with ca978112ca1bbdca, which is 0.7914 of 2^64; SHA-256("b") with
        // 3e23e8160039594a, 0.2427

        // then
        assertThat(TrafficSplit.isCandidate("a", 0.79)).isFalse();
        assertThat(TrafficSplit.isCandidate("a", 0.80)).isTrue();
        assertThat(TrafficSplit.isCandidate("b", 0.24)).isFalse();
        assertThat(TrafficSplit.isCandidate("b", 0.25)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
    void aShareOutsideZeroToOneIsRefused(double share) {
        assertThatThrownBy(() -> TrafficSplit.isCandidate("a", share))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("from 0 to 1");
    }

    private static List<String> ids(int count, Random random) {
        return IntStream.range(0, count)
                .mapToObj(i -> new UUID(random.nextLong(), random.nextLong()).toString())
                .toList();
    }
}
