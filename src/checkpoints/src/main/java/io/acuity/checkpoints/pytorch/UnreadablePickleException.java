package io.acuity.checkpoints.pytorch;

import java.io.IOException;

/** Why a checkpoint cannot be read, without the name of its file: a clause on the cause and one on the way out. */
final class UnreadablePickleException extends IOException {
    private static final long serialVersionUID = 1L;
    private static final String DAMAGED = "fetch the file again";

    private final String advice;

    private UnreadablePickleException(String why, String advice) {
        super(why);
        this.advice = advice;
    }

    /** The bytes make no sense. */
    static UnreadablePickleException damaged(String why) {
        return new UnreadablePickleException(why, DAMAGED);
    }

    /** The bytes make sense, but not a kind of sense that is let in. */
    static UnreadablePickleException refused(String why, String advice) {
        return new UnreadablePickleException(why, advice);
    }

    /** What to do about any failure of reading. */
    static String adviceOf(IOException failure) {
        return failure instanceof UnreadablePickleException known ? known.advice : DAMAGED;
    }
}
