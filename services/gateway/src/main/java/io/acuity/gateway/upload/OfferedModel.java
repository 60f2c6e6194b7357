package io.acuity.gateway.upload;

/**
 * A model the service has.
 *
 * @param name as callers name it
 * @param scale how many times larger it makes an image
 */
public record OfferedModel(String name, int scale) {

    /** Rejects what no caller could ask for. */
    public OfferedModel {
        if (name.isBlank() || scale < 1) {
            throw new IllegalArgumentException(
                    "A model needs a name and a scale of at least 1, not '" + name + "' and " + scale + ".");
        }
    }
}
