package io.acuity.fuzz;

import io.acuity.checkpoints.CorruptCheckpointException;
import io.acuity.checkpoints.bundle.BundleArchive;
import io.acuity.checkpoints.bundle.ModelBundle;
import io.acuity.checkpoints.safetensors.ElementType;
import io.acuity.checkpoints.safetensors.Safetensors;
import io.acuity.checkpoints.safetensors.Tensor;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Archives of model bundles, and with an even first byte their description alone, beside weights that are sound. */
public final class BundleFuzz {
    private static final long MEMORY = 64L << 20;
    private static final int PER_BYTE = 1_000;
    private static final byte[] WEIGHTS = new Safetensors(
                    Map.of("w", new Tensor("w", ElementType.F32, List.of(1L), ByteBuffer.allocate(4))), Map.of())
            .encode();

    private BundleFuzz() {}

    /** Called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length > 0) {
            Bounded.allocating(MEMORY + (long) PER_BYTE * input.length, () -> read(input));
        }
    }

    private static void read(byte[] input) {
        byte[] content = Arrays.copyOfRange(input, 1, input.length);
        try {
            ModelBundle bundle = input[0] % 2 == 0
                    ? ModelBundle.parse(content, WEIGHTS, "input")
                    : BundleArchive.decode(content, "input");
            Bounded.require(bundle.checkpointId().contains("@"), "A checkpoint without identity.");
            Bounded.require(bundle.description().mostSteps() >= 0, "Fewer than no steps.");
            ModelBundle again = BundleArchive.decode(BundleArchive.encode(bundle), "its copy");
            Bounded.require(again.sha256().equals(bundle.sha256()), "The weights changed.");
        } catch (CorruptCheckpointException e) {
            Bounded.requireSentence(e);
        }
    }

    /** Weights' hash of the descriptions that are read beside them, for who writes a seed. */
    static String weights() {
        return new String(WEIGHTS, StandardCharsets.ISO_8859_1);
    }
}
