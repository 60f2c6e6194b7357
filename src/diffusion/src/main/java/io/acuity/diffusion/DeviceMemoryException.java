package io.acuity.diffusion;

/** The device ran out of memory for a batch; the scheduler answers with smaller tiles. */
public final class DeviceMemoryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Creates the exception where no engine was asked. */
    public DeviceMemoryException(String message) {
        super(message);
    }

    /** Creates the exception with the engine's own as cause. */
    public DeviceMemoryException(String message, Throwable cause) {
        super(message, cause);
    }
}
