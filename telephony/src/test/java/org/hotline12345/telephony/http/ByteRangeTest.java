package org.hotline12345.telephony.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteRangeTest {
    @ParameterizedTest
    @CsvSource({
        "bytes=0-0, 0, 0",
        "bytes=0-, 0, 999",
        "bytes=100-199, 100, 199",
        "bytes=100-5000, 100, 999",
        "bytes=999-, 999, 999",
        "bytes=-1, 999, 999",
        "bytes=-5000, 0, 999",
        "Bytes=3-99999999999999999999999, 3, 999"
    })
    void rangeIsAPartOfTheFile(String header, long first, long last) {
        assertThat(ByteRange.of(header, 1_000)).isEqualTo(new ByteRange.Part(first, last));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=1000-", "bytes=1000-2000", "bytes=99999999999999999999999-", "bytes=-0"})
    void rangeBehindTheEndCannotBeHad(String header) {
        assertThat(ByteRange.of(header, 1_000)).isEqualTo(new ByteRange.Unsatisfiable());
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=-", "bytes=5-3", "bytes=0-1,5-6", "lines=1-2", "bytes=a-b", "", "bytes=1--2"})
    void whatIsNoSingleRangeGetsTheWhole(String header) {
        assertThat(ByteRange.of(header, 1_000)).isEqualTo(new ByteRange.Whole());
    }

    @Test
    void noRangeGetsTheWhole() {
        assertThat(ByteRange.of(null, 1_000)).isEqualTo(new ByteRange.Whole());
    }
}
