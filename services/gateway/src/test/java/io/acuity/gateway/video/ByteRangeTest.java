package io.acuity.gateway.video;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteRangeTest {

    @ParameterizedTest
    @CsvSource({
        "bytes=0-9, 0, 10, bytes 0-9/100",
        "bytes=90-, 90, 10, bytes 90-99/100",
        "bytes=90-200, 90, 10, bytes 90-99/100",
        "bytes=-10, 90, 10, bytes 90-99/100",
        "bytes=-1000, 0, 100, bytes 0-99/100",
        "Bytes=0-, 0, 100, bytes 0-99/100",
        "bytes=100-, 100, 0, bytes */100",
        "bytes=-0, 100, 0, bytes */100",
    })
    void onePartIsFoundWithinTheFile(String header, long first, long length, String told) {
        // when
        ByteRange range = ByteRange.of(header, 100).orElseThrow();

        // then
        assertThat(range).isEqualTo(new ByteRange(first, length));
        assertThat(range.isThere()).isEqualTo(length > 0);
        assertThat(range.ofSize(100)).isEqualTo(told);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "bytes=-",
                "bytes=5-4",
                "bytes=0-1,3-4",
                "frames=0-1",
                "bytes=a-b",
                "bytes=99999999999999999999-"
            })
    void whatIsNotOnePartMeansTheWhole(String header) {
        assertThat(ByteRange.of(header, 100)).isEmpty();
    }

    @Test
    void noHeaderMeansTheWhole() {
        assertThat(ByteRange.of(null, 100)).isEmpty();
    }
}
