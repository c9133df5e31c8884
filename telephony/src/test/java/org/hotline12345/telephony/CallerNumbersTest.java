package org.hotline12345.telephony;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallerNumbersTest {
    @ParameterizedTest
    @CsvSource({
        "15400000001, 15400000001, true",
        "015400000001, 15400000001, true",
        "+8615400000001, 15400000001, true",
        "8615400000001, 15400000001, true",
        "008615400000001, 15400000001, true",
        "154-0000-0001, 15400000001, true",
        "03709000001, 03709000001, false",
        "9000001, 03709000001, false",
        "+863709000001, 03709000001, false",
        "(0370) 900 0001, 03709000001, false",
        "01090000001, 01090000001, false",
        "4000000000, 4000000000, false",
        "10086, 10086, false",
        "+85290000001, 0085290000001, false",
        "0085290000001, 0085290000001, false",
    })
    void oneNumberHasOneForm(String delivered, String normal, boolean mobile) {
        assertThat(CallerNumbers.normalise(delivered, "0370")).isEqualTo(new Caller.Known(normal, mobile));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "<unknown>", "anonymous", "Anonymous", "restricted", "withheld", "unavailable", "x", "12"})
    void whatIsNoNumberIsWithheld(String delivered) {
        assertThat(CallerNumbers.normalise(delivered, "0370")).isEqualTo(new Caller.Withheld());
    }

    @Test
    void normalFormStaysAsItIs() {
        var once = (Caller.Known) CallerNumbers.normalise("+863709000001", "0370");
        assertThat(CallerNumbers.normalise(once.number(), "0370")).isEqualTo(once);
        var abroad = (Caller.Known) CallerNumbers.normalise("+85290000001", "0370");
        assertThat(CallerNumbers.normalise(abroad.number(), "0370")).isEqualTo(abroad);
    }

    @Test
    void aCallersTextFormShowsNoNumber() {
        assertThat(new Caller.Known("15400000001", true)).hasToString("154****0001");
        assertThat(new Caller.Known("110", false)).hasToString("****");
    }
}
