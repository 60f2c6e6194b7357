package io.acuity.cli.chaos;

import io.acuity.streaming.lane.LaneKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What is wrong in any run, whatever was broken in it. */
final class Verdict {
    private Verdict() {}

    /**
     * One sentence for each promise that was not kept.
     *
     * @param jobs how many were submitted
     * @param lane what it promises: each result once, or at least once
     * @param redelivery how long the next attempt of a job may take after its worker's death
     */
    static List<String> of(Books books, int jobs, LaneKind lane, Duration redelivery) {
        List<String> broken = new ArrayList<>();
        require(broken, books.accepted() == jobs, books.accepted() + " of " + jobs + " jobs were accepted");
        require(broken, books.lost() == 0, books.lost() + " accepted jobs have no result");
        boolean once = books.publishedTwice() == 0 || lane == LaneKind.ELASTIC;
        require(broken, once, books.publishedTwice() + " jobs have more than one result");
        require(broken, books.viewsWrong() == 0, books.viewsWrong() + " jobs have a view that is not as they ended");
        double limit = redelivery.toMillis() / 1e3;
        double worst = books.redelivery().worstSeconds();
        require(
                broken,
                worst <= limit,
                "a job waited " + worst + " s for its next attempt after its worker's death, more than " + limit);
        return broken;
    }

    private static void require(List<String> broken, boolean kept, String sentence) {
        if (!kept) {
            broken.add(sentence);
        }
    }
}
