package io.acuity.diffusion.canvas;

import io.acuity.diffusion.DeviceMemoryException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * Blocks of floats off the heap, given back by their users and used again, so that memory follows the work in flight
 * and not the garbage collector. Owned by the device thread.
 */
public final class BlockPool {
    private final long maxIdleBytes;
    private final Map<Integer, Deque<FloatBuffer>> idle = new HashMap<>();
    private long idleBytes;
    private int inUse;
    private int peakInUse;

    /** Creates a pool that keeps up to {@code maxIdleBytes} for later. */
    public BlockPool(long maxIdleBytes) {
        this.maxIdleBytes = maxIdleBytes;
    }

    /** A block of at least {@code floats} values, of any content. */
    public FloatBuffer take(int floats) {
        int capacity = roundUp(floats);
        inUse++;
        peakInUse = Math.max(peakInUse, inUse);
        Deque<FloatBuffer> fitting = idle.get(capacity);
        if (fitting != null && !fitting.isEmpty()) {
            idleBytes -= (long) capacity * Float.BYTES;
            return fitting.pop();
        }
        return allocate(capacity);
    }

    /** Gives a block back; it must not be touched afterwards. */
    public void give(FloatBuffer block) {
        inUse--;
        long bytes = (long) block.capacity() * Float.BYTES;
        if (idleBytes + bytes <= maxIdleBytes) {
            idleBytes += bytes;
            idle.computeIfAbsent(block.capacity(), capacity -> new ArrayDeque<>())
                    .push(block);
        }
    }

    /** Blocks taken and not given back. */
    public int inUse() {
        return inUse;
    }

    /** The largest {@link #inUse} so far. */
    public int peakInUse() {
        return peakInUse;
    }

    /**
     * A direct buffer in native order.
     *
     * @throws DeviceMemoryException if the process may not have so much memory off the heap
     */
    public static FloatBuffer allocate(int floats) {
        try {
            return ByteBuffer.allocateDirect(Math.multiplyExact(floats, Float.BYTES))
                    .order(ByteOrder.nativeOrder())
                    .asFloatBuffer();
        } catch (OutOfMemoryError e) {
            throw new DeviceMemoryException(
                    "No memory off the heap for " + floats + " values; raise -XX:MaxDirectMemorySize.", e);
        }
    }

    /** Rounds up to four sizes per power of two, so that tiles of similar size share blocks. */
    static int roundUp(int floats) {
        int grain = Math.max(1024, Integer.highestOneBit(Math.max(1, floats - 1)) >>> 2);
        return Math.multiplyExact((floats - 1) / grain + 1, grain);
    }
}
