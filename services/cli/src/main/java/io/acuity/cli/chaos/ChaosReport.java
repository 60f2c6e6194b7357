package io.acuity.cli.chaos;

import io.acuity.streaming.lane.LaneKind;
import java.util.List;
import java.util.Map;

/**
 * The ledger of a run. The names are those of the JSON object.
 *
 * @param scenario its name
 * @param lane by which workers took requests
 * @param seed of everything random in it
 * @param accepted jobs a client was promised
 * @param succeeded of them
 * @param failed of them, by failure code
 * @param cancelled of them
 * @param expired of them
 * @param lost accepted jobs without a result
 * @param publishedTwice jobs of which a reader with {@code read_committed} saw more than one result
 * @param viewsWrong accepted jobs whose view does not say how they ended
 * @param deadLetters by failure code
 * @param faults how often something was broken
 * @param restarts processes that were started in the place of others
 * @param seconds from the first submission to the last result
 * @param redelivery of jobs whose worker died or froze
 * @param redeliveryLimit most seconds that may take
 * @param figures of this scenario alone
 * @param passed whether every promise was kept
 * @param problems what was not kept, a sentence each
 */
record ChaosReport(
        String scenario,
        LaneKind lane,
        long seed,
        long accepted,
        long succeeded,
        Map<String, Long> failed,
        long cancelled,
        long expired,
        long lost,
        long publishedTwice,
        long viewsWrong,
        Map<String, Long> deadLetters,
        int faults,
        int restarts,
        double seconds,
        Redeliveries.Worst redelivery,
        double redeliveryLimit,
        Map<String, Object> figures,
        boolean passed,
        List<String> problems) {}
