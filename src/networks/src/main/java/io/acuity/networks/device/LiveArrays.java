package io.acuity.networks.device;

import ai.djl.ndarray.BaseNDManager;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.lang.reflect.Field;
import java.util.Map;

/**
 * How much native memory has an owner at a moment. DJL's arrays are freed by their managers; one that is attached to a manager
 * which is never closed stays for the life of the process, and no garbage collector helps. A number that is larger after many
 * jobs than after a few is a leak.
 *
 * @param arrays alive in all managers of the process
 * @param managers open
 */
public record LiveArrays(int arrays, int managers) {
    /**
     * Counts; exact while no network runs.
     *
     * @throws IllegalStateException if this version of DJL keeps its resources elsewhere
     */
    public static LiveArrays now() {
        NDManager root;
        try (NDManager any = NDManager.newBaseManager()) {
            root = any;
            while (!root.equals(root.getParentManager()) && root.getParentManager() != null) {
                root = root.getParentManager();
            }
        }
        return below(root);
    }

    private static LiveArrays below(NDManager manager) {
        int arrays = 0;
        int managers = 1;
        for (Object resource : resources(manager).values()) {
            if (resource instanceof NDArray) {
                arrays++;
            } else if (resource instanceof NDManager child) {
                LiveArrays below = below(child);
                arrays += below.arrays;
                managers += below.managers;
            }
        }
        return new LiveArrays(arrays, managers);
    }

    /** DJL lists the arrays of a manager but not the managers below it. */
    private static Map<?, ?> resources(NDManager manager) {
        try {
            Field field = BaseNDManager.class.getDeclaredField("resources");
            field.setAccessible(true);
            return (Map<?, ?>) field.get(manager);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    "This version of DJL does not keep a manager's resources where the count of live arrays looks.", e);
        }
    }
}
