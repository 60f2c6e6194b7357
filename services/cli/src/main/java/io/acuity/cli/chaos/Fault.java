package io.acuity.cli.chaos;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** What goes wrong in a run. Called by the run's thread alone, which must not be held up. */
interface Fault extends AutoCloseable {
    /** With fewer strikes a run shows nothing; what strikes by the clock goes on until it has. */
    int FEWEST_STRIKES = 2;

    /** Acts if it is time to; called many times a second from the first result until every job has ended. */
    void act(Scene scene, long nowNanos) throws IOException, InterruptedException;

    /** The house it needs; called once, before anything runs. */
    default Blueprint house(Blueprint usual) throws IOException, InterruptedException {
        return usual;
    }

    /** Submits one job; called at a steady pace from the beginning. */
    default void submit(Scene scene, int number, byte[] image) {
        scene.uploads().offer(Uploads.Offer.of(scene.plan(), number, image));
    }

    /** How many jobs are accepted in the end. */
    default int jobs(ChaosPlan plan) {
        return plan.jobs();
    }

    /** How often it has struck. */
    int strikes();

    /** Processes that are dead on purpose and not to be started by others. */
    default List<Room> away() {
        return List.of();
    }

    /** Whether something it broke is broken still; a run does not end, and nothing counts as lost, before it is whole again. */
    default boolean isUnderWay() {
        return false;
    }

    /** Makes whole what it broke; called once all jobs have ended. */
    default void end(Scene scene) throws IOException, InterruptedException {}

    /** What is wrong beyond what is wrong in every run, a sentence each. */
    default List<String> problems(Scene scene, Books books) {
        return books.failed().isEmpty() ? List.of() : List.of("jobs failed: " + books.failed());
    }

    /** Figures of its own for the report. */
    default Map<String, Object> figures() {
        return Map.of();
    }

    /** Takes away what it put beside the processes; called last, when none of them runs any more, however the run ended. */
    @Override
    default void close() throws IOException {}
}
