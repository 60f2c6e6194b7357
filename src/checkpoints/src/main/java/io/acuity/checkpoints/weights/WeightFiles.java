package io.acuity.checkpoints.weights;

import io.acuity.checkpoints.CorruptCheckpointException;
import io.acuity.checkpoints.pytorch.PyTorchStateDict;
import io.acuity.checkpoints.safetensors.Safetensors;
import io.acuity.checkpoints.safetensors.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;

/** One door for weight files: what a file is shows in its first bytes, whatever its name says. */
public final class WeightFiles {
    private static final int SNIFFED = 9;
    private static final long MAX_SAFETENSORS = Integer.MAX_VALUE - 16L;

    private WeightFiles() {}

    /**
     * Reads the tensors of a safetensors file or a PyTorch checkpoint.
     *
     * @return tensors by name, in the order of the file
     * @throws CorruptCheckpointException if the file is missing, of another kind or damaged, or if a weight is NaN or
     *     infinite
     */
    public static Map<String, Tensor> read(Path file) {
        Map<String, Tensor> tensors = readAll(file);
        FiniteWeights.require(tensors, file.toString());
        return tensors;
    }

    /**
     * Reads the weights of one system's network by the names the network asks for; what its files hold beside them is
     * left out and may be anything.
     *
     * @throws CorruptCheckpointException as {@link #read(Path)}
     */
    public static Map<String, Tensor> read(Path file, StateDictNames names) {
        return select(readAll(file), names, file.toString());
    }

    /**
     * Of all tensors of a file, the weights of one system's network by the names the network asks for.
     *
     * @param source where the tensors came from, for messages
     * @throws CorruptCheckpointException if two tensors come to the same name, or a weight is NaN or infinite
     */
    public static Map<String, Tensor> select(Map<String, Tensor> all, StateDictNames names, String source) {
        Map<String, Tensor> tensors = names.strip(all, source);
        FiniteWeights.require(tensors, source);
        return tensors;
    }

    /**
     * Reads all tensors of a file under its own names, whatever their values.
     *
     * @throws CorruptCheckpointException if the file is missing, of another kind or damaged
     */
    public static Map<String, Tensor> readAll(Path file) {
        try {
            return readAny(file);
        } catch (NoSuchFileException e) {
            throw new CorruptCheckpointException(
                    "There is no weight file " + file + "; check the path, or fetch the file first.", e);
        } catch (IOException e) {
            throw new CorruptCheckpointException(
                    "The weight file " + file + " cannot be read; check that it is a file and may be read.", e);
        }
    }

    private static Map<String, Tensor> readAny(Path file) throws IOException {
        byte[] start;
        try (InputStream in = Files.newInputStream(file)) {
            start = in.readNBytes(SNIFFED);
        }
        if (isPyTorch(start)) {
            return PyTorchStateDict.read(file).tensors();
        }
        if (start.length == SNIFFED && start[SNIFFED - 1] == '{') {
            if (Files.size(file) > MAX_SAFETENSORS) {
                throw new CorruptCheckpointException("The weight file " + file
                        + " has more than the 2 GiB that are supported; save fewer tensors or half precision.");
            }
            return Safetensors.parse(Files.readAllBytes(file), file.toString()).tensors();
        }
        throw new CorruptCheckpointException("The file " + file
                + " holds no weights: it is neither a PyTorch checkpoint (.pth, .pt) nor a safetensors file; fetch it"
                + " again or name another.");
    }

    /** A zip, or a pickle of protocol 2 to 5, unless its ninth byte shows that the first eight are a length. */
    private static boolean isPyTorch(byte[] start) {
        boolean safetensors = start.length == SNIFFED && start[SNIFFED - 1] == '{';
        boolean zip = start.length >= 4 && start[0] == 'P' && start[1] == 'K';
        boolean pickle = start.length >= 2 && start[0] == (byte) 0x80 && start[1] >= 2 && start[1] <= 5;
        return !safetensors && (zip || pickle);
    }
}
