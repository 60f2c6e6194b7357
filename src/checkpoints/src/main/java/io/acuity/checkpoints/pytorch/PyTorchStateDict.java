package io.acuity.checkpoints.pytorch;

import io.acuity.checkpoints.CorruptCheckpointException;
import io.acuity.checkpoints.pytorch.PickleValue.View;
import io.acuity.checkpoints.safetensors.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The state dict of a PyTorch checkpoint ({@code .pth}, {@code .pt}, {@code .ckpt}), zip or legacy format. The file is
 * data, not a program: nothing but tensors and plain containers is made of it, and memory and time are bounded by its
 * size.
 *
 * @param tensors by name, in the order of the file; contiguous, in the type they were saved in
 */
public record PyTorchStateDict(Map<String, Tensor> tensors) {
    /** Copies the map, keeping its order. */
    public PyTorchStateDict {
        tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    }

    /**
     * Reads a checkpoint. Where it holds a state dict among other things, the state dict is found by the names trainers
     * use ({@code params_ema} before {@code params}, {@code teacher} before {@code student}).
     *
     * @throws CorruptCheckpointException if the file is damaged, names anything but tensors and plain containers, or
     *     holds no state dict
     */
    public static PyTorchStateDict read(Path file) {
        try (Checkpoint checkpoint = open(file)) {
            TensorAssembly assembly = new TensorAssembly(checkpoint, new ByteBudget(Files.size(file)));
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            for (Map.Entry<String, View> entry :
                    StateDictSearch.find(checkpoint.root()).entrySet()) {
                tensors.put(entry.getKey(), assembly.assemble(entry.getKey(), entry.getValue()));
            }
            return new PyTorchStateDict(tensors);
        } catch (IOException e) {
            throw new CorruptCheckpointException(
                    "The weights in " + file + " cannot be read: " + e.getMessage() + "; "
                            + UnreadablePickleException.adviceOf(e) + ".",
                    e);
        }
    }

    private static Checkpoint open(Path file) throws IOException {
        int first;
        try (InputStream in = Files.newInputStream(file)) {
            first = in.read();
        }
        return first == LegacyCheckpoint.FIRST_BYTE ? LegacyCheckpoint.open(file) : ZipCheckpoint.open(file);
    }
}
