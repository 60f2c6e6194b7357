package io.acuity.checkpoints.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.acuity.checkpoints.CorruptCheckpointException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsTest {
    private static final List<ElementType> ELEMENT_TYPES = List.of(ElementType.values());

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void orderMetadataAndBytesSurviveARoundTrip(long seed) {
        // given
        Random random = new Random(seed);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (int i = 0; i < 1 + random.nextInt(6); i++) {
            ElementType type = ELEMENT_TYPES.get(random.nextInt(ELEMENT_TYPES.size()));
            List<Long> shape = new ArrayList<>();
            for (int axis = random.nextInt(4); axis > 0; axis--) {
                shape.add((long) random.nextInt(4));
            }
            byte[] data = new byte[(int) (shape.stream().reduce(1L, (a, b) -> a * b) * type.bytes())];
            random.nextBytes(data);
            String name = "layer." + random.nextInt(1000) + "." + i;
            tensors.put(name, new Tensor(name, type, shape, ByteBuffer.wrap(data)));
        }
        Safetensors original = new Safetensors(tensors, Map.of("format", "pt"));

        // when
        Safetensors back = Safetensors.parse(original.encode(), "test");

        // then
        assertThat(List.copyOf(back.tensors().keySet())).isEqualTo(List.copyOf(tensors.keySet()));
        assertThat(back.metadata()).isEqualTo(original.metadata());
        assertThat(back.encode()).isEqualTo(original.encode());
    }

    @Test
    void widensHalfPrecisionExactly() {
        // given: 1.5 as F16 and as BF16
        ByteBuffer half = ByteBuffer.allocate(2).order(ByteOrder.LITTLE_ENDIAN).putShort(0, Float.floatToFloat16(1.5f));
        ByteBuffer brain = ByteBuffer.allocate(2).order(ByteOrder.LITTLE_ENDIAN).putShort(0, (short)
                (Float.floatToIntBits(1.5f) >>> 16));

        // then
        assertThat(new Tensor("a", ElementType.F16, List.of(1L), half).floats()).containsExactly(1.5f);
        assertThat(new Tensor("b", ElementType.BF16, List.of(1L), brain).floats())
                .containsExactly(1.5f);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,400]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[4,0]}}",
                "{\"a\":{\"dtype\":\"X9\",\"shape\":[1],\"data_offsets\":[0,4]}}",
                "{\"a\":7}",
                "not json"
            })
    void refusesHeadersThatDoNotFit(String header) {
        // given
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        byte[] file = ByteBuffer.allocate(8 + text.length + 4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(text.length)
                .put(text)
                .array();

        // then
        assertThatExceptionOfType(CorruptCheckpointException.class)
                .isThrownBy(() -> Safetensors.parse(file, "broken.safetensors"))
                .withMessageContaining("broken.safetensors");
    }

    @Test
    void refusesEveryTruncation() {
        // given
        byte[] whole =
                new Safetensors(Map.of("a", Tensor.ofFloats("a", List.of(2L), new float[] {1, 2})), Map.of()).encode();

        // then
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatExceptionOfType(CorruptCheckpointException.class).isThrownBy(() -> Safetensors.parse(cut, "cut"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // offsets that lead into the header
                "{\"dtype\":\"U8\",\"shape\":[8],\"data_offsets\":[-8,0]}",
                // sides whose product is right by accident
                "{\"dtype\":\"U8\",\"shape\":[-2,-4],\"data_offsets\":[0,8]}",
                // 2^61 elements of eight bytes are none in 64 bits
                "{\"dtype\":\"I64\",\"shape\":[2305843009213693952],\"data_offsets\":[0,0]}",
                // 2^64 + 8, cut to 64 bits
                "{\"dtype\":\"U8\",\"shape\":[18446744073709551624],\"data_offsets\":[0,8]}",
                "{\"dtype\":\"U8\",\"shape\":[8.5],\"data_offsets\":[0,8]}",
                "{\"dtype\":\"U8\",\"shape\":[8],\"data_offsets\":[0,\"8\"]}"
            })
    void refusesSizesAndOffsetsThatAreNone(String tensor) {
        // given
        byte[] header = ("{\"w\":" + tensor + "}").getBytes(StandardCharsets.UTF_8);
        byte[] file = ByteBuffer.allocate(16 + header.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(header.length)
                .put(header)
                .array();

        // then
        assertThatExceptionOfType(CorruptCheckpointException.class)
                .isThrownBy(() -> Safetensors.parse(file, "hostile"))
                .withMessageContaining("hostile");
    }
}
