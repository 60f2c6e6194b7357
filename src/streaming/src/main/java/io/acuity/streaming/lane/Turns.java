package io.acuity.streaming.lane;

/**
 * Whose turn it is when records of both of a lane's topics wait: {@value #FRONT} of the first, then one of the background. Owned by the
 * lane's thread.
 */
final class Turns {

    static final int FRONT = 4;

    /** Of the places of a lane, one in so many is the background's at most: a job that comes later finds the others free. */
    static final int SHARE = 4;

    private int front;

    boolean isBackgrounds() {
        return front >= FRONT;
    }

    void took(boolean background) {
        front = background ? 0 : Math.min(FRONT, front + 1);
    }

    /** How many places of a lane the background may have. */
    static int places(int all) {
        return Math.max(1, all / SHARE);
    }
}
