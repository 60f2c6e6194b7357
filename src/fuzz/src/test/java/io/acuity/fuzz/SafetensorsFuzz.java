package io.acuity.fuzz;

import io.acuity.checkpoints.CorruptCheckpointException;
import io.acuity.checkpoints.safetensors.Safetensors;
import io.acuity.checkpoints.safetensors.Tensor;
import java.util.Map;

/** Safetensors files: each tensor lies inside the data, fills its shape, and survives a round trip. */
public final class SafetensorsFuzz {
    /** Jackson's buffers, and a tree of nodes that are larger than their text. */
    private static final long MEMORY = 64L << 20;

    private static final int PER_BYTE = 400;

    private SafetensorsFuzz() {}

    /** Called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] input) {
        Bounded.allocating(MEMORY + (long) PER_BYTE * input.length, () -> parse(input));
    }

    private static void parse(byte[] input) {
        Safetensors read;
        try {
            read = Safetensors.parse(input, "input");
        } catch (CorruptCheckpointException e) {
            Bounded.requireSentence(e);
            return;
        }
        long headerEnd = 8 + header(input);
        for (Tensor tensor : read.tensors().values()) {
            requireWhole(tensor);
            int from = tensor.data().arrayOffset();
            Bounded.require(from >= headerEnd || !tensor.data().hasRemaining(), "A tensor looks into the header.");
        }
        requireSame(read);
    }

    private static long header(byte[] input) {
        return java.nio.ByteBuffer.wrap(input)
                .order(java.nio.ByteOrder.LITTLE_ENDIAN)
                .getLong(0);
    }

    /** Fails unless a tensor has a shape that can be, and the elements for it. */
    static void requireWhole(Tensor tensor) {
        long elements = 1;
        for (long side : tensor.shape()) {
            Bounded.require(side >= 0, "A side of " + side + ".");
            elements = Math.multiplyExact(elements, side);
        }
        long bytes = Math.multiplyExact(elements, tensor.type().bytes());
        Bounded.require(tensor.data().remaining() == bytes, "A tensor without its elements.");
        Bounded.require(tensor.floats().length == elements, "Elements were lost.");
        Bounded.require(tensor.firstNotFinite() < elements, "An element that is not there.");
    }

    private static void requireSame(Safetensors read) {
        long size = read.tensors().values().stream()
                .mapToLong(tensor -> tensor.data().remaining())
                .sum();
        if (size > 1 << 20) {
            return; // many tensors may look at the same bytes
        }
        Safetensors again = Safetensors.parse(read.encode(), "its copy");
        Bounded.require(again.metadata().equals(read.metadata()), "Metadata were lost.");
        Bounded.require(
                again.tensors().keySet().equals(read.tensors().keySet()), "Names were lost: " + again.tensors());
        for (Map.Entry<String, Tensor> entry : read.tensors().entrySet()) {
            Bounded.require(entry.getValue().equals(again.tensors().get(entry.getKey())), "A tensor changed.");
        }
    }
}
