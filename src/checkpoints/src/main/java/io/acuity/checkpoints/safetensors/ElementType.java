package io.acuity.checkpoints.safetensors;

import java.nio.ByteBuffer;

/** Element types of the safetensors format that Acuity reads as numbers. */
public enum ElementType {
    /** 64-bit floats. */
    F64(8) {
        @Override
        float floatAt(ByteBuffer data, int index) {
            return (float) data.getDouble(index * 8);
        }
    },
    /** 32-bit floats. */
    F32(4) {
        @Override
        float floatAt(ByteBuffer data, int index) {
            return data.getFloat(index * 4);
        }
    },
    /** IEEE half precision. */
    F16(2) {
        @Override
        float floatAt(ByteBuffer data, int index) {
            return Float.float16ToFloat(data.getShort(index * 2));
        }
    },
    /** bfloat16: the upper half of a 32-bit float. */
    BF16(2) {
        @Override
        float floatAt(ByteBuffer data, int index) {
            return Float.intBitsToFloat(data.getShort(index * 2) << 16);
        }
    },
    /** 64-bit integers. */
    I64(8) {
        @Override
        float floatAt(ByteBuffer data, int index) {
            return data.getLong(index * 8);
        }
    },
    /** 32-bit integers. */
    I32(4) {
        @Override
        float floatAt(ByteBuffer data, int index) {
            return data.getInt(index * 4);
        }
    },
    /** 16-bit integers. */
    I16(2) {
        @Override
        float floatAt(ByteBuffer data, int index) {
            return data.getShort(index * 2);
        }
    },
    /** 8-bit integers. */
    I8(1) {
        @Override
        float floatAt(ByteBuffer data, int index) {
            return data.get(index);
        }
    },
    /** Unsigned 8-bit integers. */
    U8(1) {
        @Override
        float floatAt(ByteBuffer data, int index) {
            return data.get(index) & 0xFF;
        }
    },
    /** Truth values, one byte each. */
    BOOL(1) {
        @Override
        float floatAt(ByteBuffer data, int index) {
            return data.get(index) == 0 ? 0 : 1;
        }
    };

    private final int bytes;

    ElementType(int bytes) {
        this.bytes = bytes;
    }

    /** Bytes per element. */
    public int bytes() {
        return bytes;
    }

    /** Whether the type can hold NaN and infinities. */
    public boolean isFloatingPoint() {
        return switch (this) {
            case F64, F32, F16, BF16 -> true;
            case I64, I32, I16, I8, U8, BOOL -> false;
        };
    }

    abstract float floatAt(ByteBuffer data, int index);
}
