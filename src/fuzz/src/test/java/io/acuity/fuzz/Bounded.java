package io.acuity.fuzz;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Work that may take so much memory and time and no more, whatever it is given. */
final class Bounded {
    private static final long LONGEST_NANOS = 10_000_000_000L;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Bounded() {}

    /**
     * Does the work on this thread, in ten seconds of its processor at most.
     *
     * @param bytes how many it may allocate in all, also such as it lets go at once, and such as the fuzzer takes on this thread to
     *     instrument classes
     * @throws AssertionError when it takes more, and again when asked a second time: a first time loads classes
     */
    static void allocating(long bytes, Runnable work) {
        if (cost(work).isOver(bytes)) {
            Cost again = cost(work);
            require(!again.isOver(bytes), "It took " + again + ", more than the " + bytes + " bytes it may.");
        }
    }

    private static Cost cost(Runnable work) {
        long bytes = THREADS.getCurrentThreadAllocatedBytes();
        long nanos = THREADS.getCurrentThreadCpuTime();
        work.run();
        return new Cost(THREADS.getCurrentThreadAllocatedBytes() - bytes, THREADS.getCurrentThreadCpuTime() - nanos);
    }

    /** Memory and processor: no clock on the wall, since machines may be busy with something else. */
    private record Cost(long bytes, long nanos) {
        boolean isOver(long most) {
            return bytes > most || nanos > LONGEST_NANOS;
        }
    }

    /** Fails unless a condition holds that every input keeps. */
    static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }

    /** Fails unless a refusal says something to people. */
    static void requireSentence(Throwable refusal) {
        String message = refusal.getMessage();
        require(message != null && message.endsWith("."), "A refusal without a sentence: " + message);
    }
}
