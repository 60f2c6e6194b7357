package io.acuity.checkpoints.pytorch;

import io.acuity.checkpoints.pytorch.PickleValue.Atom;
import io.acuity.checkpoints.pytorch.PickleValue.Entries;
import io.acuity.checkpoints.pytorch.PickleValue.Items;
import io.acuity.checkpoints.pytorch.PickleValue.Known;
import io.acuity.checkpoints.pytorch.PickleValue.Storage;
import io.acuity.checkpoints.pytorch.PickleValue.StorageClass;
import io.acuity.checkpoints.pytorch.PickleValue.Text;
import io.acuity.checkpoints.pytorch.PickleValue.View;
import io.acuity.checkpoints.pytorch.PickleValue.Whole;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the calls in a checkpoint make: storages, tensors and dictionaries. Remembers the storages it met. */
final class PickleObjects {
    private static final int MAX_AXES = 16;
    private static final long MAX_EXTENT = 1L << 40;

    private static final int MAX_COPIED_ENTRIES = 1_000_000;

    private final Map<String, Storage> storages = new LinkedHashMap<>();
    private int copiedEntries;

    /** The storages named so far, whole, by key. */
    Map<String, Storage> storages() {
        return storages;
    }

    /** Resolves {@code ("storage", type, key, location, elements[, (view key, offset, elements)])}. */
    Storage storage(PickleValue identity) throws UnreadablePickleException {
        List<PickleValue> parts = items(identity);
        if (parts.size() < 5 || !(parts.get(0) instanceof Text kind && "storage".equals(kind.text()))) {
            throw malformed("storage");
        }
        Storage whole = whole(parts);
        Storage known = storages.putIfAbsent(whole.key(), whole);
        if (known != null && !known.equals(whole)) {
            throw UnreadablePickleException.damaged("it declares its storage " + whole.key() + " twice, differently");
        }
        return parts.size() == 5 || parts.get(5) instanceof Atom ? whole : part(whole, items(parts.get(5)));
    }

    private static Storage whole(List<PickleValue> parts) throws UnreadablePickleException {
        if (!(parts.get(1) instanceof StorageClass type) || !(parts.get(2) instanceof Text key)) {
            throw malformed("storage");
        }
        long elements = extent(parts.get(4), "storage");
        return new Storage(key.text(), type.type(), elements, 0, elements);
    }

    private static Storage part(Storage whole, List<PickleValue> view) throws UnreadablePickleException {
        if (view.size() != 3) {
            throw malformed("storage");
        }
        long offset = extent(view.get(1), "storage");
        long size = extent(view.get(2), "storage");
        if (offset > whole.elements() - size) {
            throw UnreadablePickleException.damaged("a view leaves its storage " + whole.key());
        }
        return new Storage(whole.key(), whole.type(), whole.elements(), offset, size);
    }

    /** Calls one of the known callables. */
    PickleValue call(PickleValue callable, PickleValue arguments) throws UnreadablePickleException {
        if (!(callable instanceof Known known)) {
            throw UnreadablePickleException.damaged("its pickle calls what is no callable");
        }
        List<PickleValue> given = items(arguments);
        return switch (known.callable()) {
            case ORDERED_DICT, NAMESPACE -> dictionary(given);
            case SIZE -> given.isEmpty() ? new Items(List.of()) : given.get(0);
            case REBUILD_TENSOR, REBUILD_TENSOR_V2 -> tensor(given);
            case REBUILD_PARAMETER -> parameter(given);
        };
    }

    /** Sets an object's state. Only dictionaries have one, their attributes, and no tensor depends on those. */
    static void build(PickleValue target, PickleValue state) throws UnreadablePickleException {
        if (!(target instanceof Entries) || !(state instanceof Entries)) {
            throw UnreadablePickleException.damaged("its pickle sets the state of something that has none");
        }
    }

    private PickleValue dictionary(List<PickleValue> arguments) throws UnreadablePickleException {
        Map<String, PickleValue> entries = new LinkedHashMap<>();
        if (!arguments.isEmpty()) {
            for (PickleValue pair : items(arguments.get(0))) {
                countCopiedEntry();
                List<PickleValue> keyAndValue = items(pair);
                if (keyAndValue.size() != 2) {
                    throw malformed("dictionary");
                }
                if (keyAndValue.get(0) instanceof Text key) {
                    entries.put(key.text(), keyAndValue.get(1));
                }
            }
        }
        return new Entries(entries);
    }

    private void countCopiedEntry() throws UnreadablePickleException {
        copiedEntries++;
        if (copiedEntries > MAX_COPIED_ENTRIES) {
            throw UnreadablePickleException.damaged("its pickle copies the same entries again and again");
        }
    }

    private static View tensor(List<PickleValue> arguments) throws UnreadablePickleException {
        if (arguments.size() < 4 || !(arguments.get(0) instanceof Storage storage)) {
            throw malformed("tensor");
        }
        long offset = extent(arguments.get(1), "tensor");
        long[] shape = extents(arguments.get(2));
        long[] strides = extents(arguments.get(3));
        if (shape.length != strides.length) {
            throw malformed("tensor");
        }
        return new View(storage, offset, shape, strides);
    }

    private static View parameter(List<PickleValue> arguments) throws UnreadablePickleException {
        if (arguments.isEmpty() || !(arguments.get(0) instanceof View tensor)) {
            throw malformed("parameter");
        }
        return tensor;
    }

    private static long[] extents(PickleValue value) throws UnreadablePickleException {
        List<PickleValue> axes = items(value);
        if (axes.size() > MAX_AXES) {
            throw malformed("tensor");
        }
        long[] extents = new long[axes.size()];
        for (int i = 0; i < extents.length; i++) {
            extents[i] = extent(axes.get(i), "tensor");
        }
        return extents;
    }

    private static long extent(PickleValue value, String of) throws UnreadablePickleException {
        if (!(value instanceof Whole whole)
                || whole.value().signum() < 0
                || whole.value().bitLength() > Long.SIZE - 1
                || whole.value().longValue() > MAX_EXTENT) {
            throw UnreadablePickleException.damaged("it declares a " + of + " of impossible size");
        }
        return whole.value().longValue();
    }

    private static List<PickleValue> items(PickleValue value) throws UnreadablePickleException {
        if (value instanceof Items items) {
            return items.values();
        }
        throw malformed("call");
    }

    private static UnreadablePickleException malformed(String what) {
        return UnreadablePickleException.damaged("it describes a " + what + " that is malformed");
    }
}
