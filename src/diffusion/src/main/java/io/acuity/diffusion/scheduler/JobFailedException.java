package io.acuity.diffusion.scheduler;

import org.jspecify.annotations.Nullable;

/** A job that can't be finished, and why. Other jobs go on. */
public final class JobFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Where the job failed. */
    public enum Reason {
        /** The device has too little memory even for the smallest tile. */
        OUT_OF_DEVICE_MEMORY,
        /** The model works on whole images and cannot take one as large. */
        IMAGE_TOO_LARGE,
        /** The network threw, or predicted values that are not finite. */
        NETWORK_FAILED,
        /** The sink refused rows. */
        SINK_FAILED,
        /** The scheduler was closed, or its device thread ended. */
        CLOSED
    }

    private final Reason reason;

    /** Creates the exception; {@code message} is one sentence for the user. */
    public JobFailedException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
