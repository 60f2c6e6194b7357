package io.acuity.networks.device;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * Off-heap memory that the engine reads in place, kept from call to call: the engine's own copy would be allocated anew
 * each time. Owned by the device thread.
 */
public final class StagingBuffer {
    private ByteBuffer memory = ByteBuffer.allocateDirect(0);

    /** The values as bytes in native order; valid until the next call. */
    public ByteBuffer filledWith(FloatBuffer values) {
        int bytes = Math.multiplyExact(values.remaining(), Float.BYTES);
        if (memory.capacity() < bytes) {
            memory = ByteBuffer.allocateDirect(bytes);
        }
        ByteBuffer view = memory.duplicate().limit(bytes).order(ByteOrder.nativeOrder());
        view.asFloatBuffer().put(values.duplicate());
        return view;
    }
}
