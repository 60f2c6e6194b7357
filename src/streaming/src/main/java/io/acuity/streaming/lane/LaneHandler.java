package io.acuity.streaming.lane;

import java.util.concurrent.CompletableFuture;

/**
 * Works on the records of a lane. All methods are called by the lane, never two at a time, and return quickly; the work
 * itself happens elsewhere.
 */
public interface LaneHandler {

    /**
     * Starts work on a record.
     *
     * @param record what to work on
     * @return completes with the output on any thread, in any order among records. When it fails, the lane tries again as
     *     its {@link RetryPolicy} says, then asks {@link #giveUp}. The lane cancels it when the record moved to
     *     another worker
     */
    CompletableFuture<LaneOutput> handle(LaneRecord record);

    /**
     * Gives a record that cannot be worked on its visible end.
     *
     * @param record the record at its last attempt
     * @param cause why its work failed
     * @return typically a failed result and a dead letter
     */
    LaneOutput giveUp(LaneRecord record, Throwable cause);

    /**
     * Asked before each record is handed over. While it says no, the lane fetches nothing and its group membership is kept
     * up.
     *
     * @return whether there is room for another record, in whatever unit the handler counts
     */
    default boolean hasRoom() {
        return true;
    }

    /**
     * The same for a record of the lane's background, of which less fits, so that others that come later find room.
     *
     * @return whether there is room for another record of the background
     */
    default boolean hasBackgroundRoom() {
        return hasRoom();
    }

    /**
     * The record moved to another worker or the lane starts anew; the result would not be published. The future
     * of {@link #handle} was just cancelled.
     *
     * @param record the record in work
     */
    default void revoked(LaneRecord record) {}
}
