package io.acuity.gateway.upload;

import io.acuity.events.Operation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model the service has.
 *
 * @param name as callers name it
 * @param scale how many times larger it makes an image
 * @param maxSteps most reverse steps it can take, as it was started; null when only the workers know
 * @param operations what it can be asked for, its own first; empty when only the workers know
 * @param continuous whether it takes any scale above 1; its own is then the largest it was trained for
 */
public record OfferedModel(
        String name, int scale, @Nullable Integer maxSteps, List<Operation> operations, boolean continuous) {

    /** A model of which only the workers know how many steps it takes. */
    public OfferedModel(String name, int scale, List<Operation> operations) {
        this(name, scale, null, operations);
    }

    /** A model of one scale. */
    public OfferedModel(String name, int scale, @Nullable Integer maxSteps, List<Operation> operations) {
        this(name, scale, maxSteps, operations, false);
    }

    /** The same with its own scale alone. */
    OfferedModel ofOneScale() {
        return new OfferedModel(name, scale, maxSteps, operations, false);
    }

    /** Rejects what no caller could ask for. */
    public OfferedModel {
        operations = List.copyOf(operations);
        if (name.isBlank() || scale < 1) {
            throw new IllegalArgumentException(
                    "A model needs a name and a scale of at least 1, not '" + name + "' and " + scale + ".");
        }
    }
}
