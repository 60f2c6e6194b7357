package io.acuity.networks.graph;

/** Element types by PyTorch's own numbering (c10 ScalarType), as TorchScript source spells them. */
public enum ScalarType {
    /** 64-bit integers: step indices. */
    INT64(4),
    /** 32-bit floats: weights at rest, states, losses. */
    FLOAT32(6),
    /** bfloat16: fast on CPUs with AVX512-BF16 or AMX, and on GPUs. DJL 0.35 must never see its type. */
    BFLOAT16(15);

    private final int code;

    ScalarType(int code) {
        this.code = code;
    }

    /** The number PyTorch gives this type. */
    public int code() {
        return code;
    }
}
