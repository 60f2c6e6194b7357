package io.acuity.checkpoints.pytorch;

import io.acuity.checkpoints.safetensors.ElementType;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;

/**
 * What the restricted unpickler can make. Containers may contain themselves, so nothing here may be compared, hashed or
 * printed.
 */
sealed interface PickleValue {
    /** A string. */
    record Text(String text) implements PickleValue {}

    /** A whole number. */
    record Whole(BigInteger value) implements PickleValue {}

    /** A value that no tensor depends on. */
    enum Atom implements PickleValue {
        /** None. */
        NONE,
        /** True or False. */
        TRUTH,
        /** A float. */
        REAL,
        /** Bytes. */
        BYTES
    }

    /** A list, tuple or set. */
    record Items(List<PickleValue> values) implements PickleValue {}

    /** A dictionary's entries under strings, in order; entries under other keys cannot name a tensor and are dropped. */
    record Entries(Map<String, PickleValue> byName) implements PickleValue {}

    /** One of the few callables that may be named. */
    record Known(KnownCallable callable) implements PickleValue {}

    /** The class of a typed storage. */
    record StorageClass(ElementType type) implements PickleValue {}

    /**
     * Memory that tensors look into.
     *
     * @param key its name among the storages of the file
     * @param type type of its elements
     * @param elements how many there are
     * @param viewOffset first element of the part that is meant
     * @param viewElements number of elements of that part
     */
    record Storage(String key, ElementType type, long elements, long viewOffset, long viewElements)
            implements PickleValue {}

    /** A tensor: a strided look into a storage, in elements. */
    record View(Storage storage, long offset, long[] shape, long[] strides) implements PickleValue {}
}
