package io.acuity.cli.chaos;

import java.util.Map;

/**
 * What became of the jobs of a run. The names are those of the JSON object.
 *
 * @param accepted jobs a client was promised
 * @param succeeded of them
 * @param failed of them, by failure code
 * @param cancelled of them
 * @param expired of them
 * @param lost accepted jobs without a result
 * @param publishedTwice jobs of which a reader with {@code read_committed} saw more than one result
 * @param viewsWrong accepted jobs whose view, which gateways answer from, does not say how they ended
 * @param deadLetters by failure code, also those of records that are no job
 * @param redelivery of jobs whose worker died
 */
record Books(
        long accepted,
        long succeeded,
        Map<String, Long> failed,
        long cancelled,
        long expired,
        long lost,
        long publishedTwice,
        long viewsWrong,
        Map<String, Long> deadLetters,
        Redeliveries.Worst redelivery) {}
