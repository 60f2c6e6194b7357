package io.acuity.networks;

import io.acuity.networks.graph.ScalarType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/** In which type a network computes. */
public enum Precision {
    /** bfloat16 where the processor multiplies it in hardware, fp32 elsewhere. */
    AUTO,
    /** 32-bit floats. */
    FP32,
    /** bfloat16; slow on processors without AVX512-BF16 or AMX. */
    BF16;

    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
    private static final Set<String> BF16_FLAGS = Set.of("avx512_bf16", "amx_bf16");

    /** The type programs are emitted for on this machine. */
    public ScalarType scalarType() {
        return switch (this) {
            case AUTO -> processorHasBf16() ? ScalarType.BFLOAT16 : ScalarType.FLOAT32;
            case FP32 -> ScalarType.FLOAT32;
            case BF16 -> ScalarType.BFLOAT16;
        };
    }

    /** Whether this processor multiplies bfloat16 in hardware, as far as Linux tells; false elsewhere. */
    public static boolean processorHasBf16() {
        if (!Files.isReadable(CPU_INFO)) {
            return false;
        }
        try {
            return Files.readAllLines(CPU_INFO).stream()
                    .filter(line -> line.startsWith("flags"))
                    .findFirst()
                    .map(line ->
                            Set.of(line.substring(line.indexOf(':') + 1).trim().split(" +")))
                    .map(flags -> BF16_FLAGS.stream().anyMatch(flags::contains))
                    .orElse(false);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(
                    "The processor's features could not be read from " + CPU_INFO
                            + "; choose the precision FP32 or BF16 instead of AUTO.",
                    e);
        }
    }
}
