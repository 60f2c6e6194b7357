package io.acuity.checkpoints.pytorch;

import io.acuity.checkpoints.pytorch.PickleValue.Storage;
import io.acuity.checkpoints.pytorch.PickleValue.View;
import io.acuity.checkpoints.safetensors.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Turns looks into storages into tensors of contiguous elements. Tensors that are contiguous already share memory. */
final class TensorAssembly {
    private final Checkpoint checkpoint;
    private final ByteBudget budget;
    private final Map<String, ByteBuffer> storages = new HashMap<>();

    TensorAssembly(Checkpoint checkpoint, ByteBudget budget) {
        this.checkpoint = checkpoint;
        this.budget = budget;
    }

    /** The tensor that {@code view} looks at. */
    Tensor assemble(String name, View view) throws IOException {
        long elements = elements(view);
        requireInside(name, view, elements);
        int elementBytes = view.storage().type().bytes();
        ByteBuffer data;
        if (elements == 0) {
            data = ByteBuffer.allocate(0);
        } else {
            ByteBuffer storage = storage(view.storage());
            int start = (int) ((view.storage().viewOffset() + view.offset()) * elementBytes);
            data = isContiguous(view)
                    ? storage.slice(start, (int) (elements * elementBytes))
                    : gather(storage, start, view, budget.take(elements * elementBytes));
        }
        return new Tensor(
                name, view.storage().type(), Arrays.stream(view.shape()).boxed().toList(), data);
    }

    private ByteBuffer storage(Storage storage) throws IOException {
        ByteBuffer known = storages.get(storage.key());
        if (known == null) {
            known = checkpoint.read(storage, budget);
            storages.put(storage.key(), known);
        }
        return known;
    }

    private static long elements(View view) throws UnreadablePickleException {
        long elements = 1;
        for (long extent : view.shape()) {
            if (extent == 0) {
                return 0;
            }
            if (elements > Integer.MAX_VALUE) {
                break;
            }
            elements *= extent;
        }
        if (elements > Integer.MAX_VALUE) {
            throw UnreadablePickleException.damaged("it declares a tensor of impossible size");
        }
        return elements;
    }

    private static void requireInside(String name, View view, long elements) throws UnreadablePickleException {
        long size = view.storage().viewElements();
        long last = view.offset();
        for (int axis = 0; axis < view.shape().length && elements > 0 && last < size; axis++) {
            long steps = view.shape()[axis] - 1;
            long stride = view.strides()[axis];
            // Divided, not multiplied: the product of the two may wrap around to an offset that looks sound.
            boolean inside = stride == 0 || steps <= (size - 1 - last) / stride;
            last = inside ? last + steps * stride : size;
        }
        if (elements > 0 && last >= size) {
            throw UnreadablePickleException.damaged("its tensor " + name + " reaches beyond its storage "
                    + view.storage().key());
        }
    }

    private static boolean isContiguous(View view) {
        long expected = 1;
        for (int axis = view.shape().length - 1; axis >= 0; axis--) {
            if (view.shape()[axis] != 1 && view.strides()[axis] != expected) {
                return false;
            }
            expected *= view.shape()[axis];
        }
        return true;
    }

    /** Copies the elements in row-major order, an odometer over the axes. */
    private static ByteBuffer gather(ByteBuffer storage, int start, View view, int length) {
        int elementBytes = view.storage().type().bytes();
        ByteBuffer data = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        long[] index = new long[view.shape().length];
        long position = start;
        while (data.hasRemaining()) {
            data.put(data.position(), storage, (int) position, elementBytes);
            data.position(data.position() + elementBytes);
            for (int axis = index.length - 1; axis >= 0; axis--) {
                position += view.strides()[axis] * elementBytes;
                index[axis]++;
                if (index[axis] < view.shape()[axis]) {
                    break;
                }
                position -= view.shape()[axis] * view.strides()[axis] * elementBytes;
                index[axis] = 0;
            }
        }
        return data.flip();
    }
}
