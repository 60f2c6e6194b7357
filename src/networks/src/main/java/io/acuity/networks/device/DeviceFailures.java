package io.acuity.networks.device;

import ai.djl.engine.EngineException;
import io.acuity.diffusion.DeviceMemoryException;
import java.util.Locale;

/** The engine's failures in the scheduler's terms. */
public final class DeviceFailures {
    private DeviceFailures() {}

    /** The failure of a call on {@code size} tiles: of memory, so that smaller ones may be tried, or the engine's own. */
    public static RuntimeException translate(EngineException e, int size, int width, int height) {
        return isOutOfMemory(e)
                ? new DeviceMemoryException(
                        "The device has no memory for " + size + " tiles of " + width + "×" + height
                                + "; smaller tiles are tried.",
                        e)
                : e;
    }

    /** The engine has no type for this failure, so that its text is the only sign (PyTorch's allocators on CPU and GPU). */
    private static boolean isOutOfMemory(EngineException e) {
        String text = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        return text.contains("out of memory") || text.contains("can't allocate memory");
    }
}
