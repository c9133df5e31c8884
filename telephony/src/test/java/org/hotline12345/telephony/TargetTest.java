package org.hotline12345.telephony;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.hotline12345.office.Refused;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {
    @Test
    void seatsQueuesAndNumbersAreToldApart() {
        assertThat(Target.parse("1002")).isEqualTo(new Target.ToSeat(new Seat("1002")));
        assertThat(Target.parse("queue:second")).isEqualTo(new Target.ToQueue(new QueueName("second")));
        assertThat(Target.parse("03709000001").extension()).isEqualTo("03709000001");
        assertThat(Target.parse("110").extension()).isEqualTo("110");
        assertThat(Target.parse("queue:second").extension()).isEqualTo("queue-second");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "12",
                "1002&PJSIP/1003",
                "1002@other",
                "15400000001,30",
                "PJSIP/1002",
                "154000000010000000001",
                "1002\r\nAction: Originate",
                "１１０",
                "queue:",
                "queue:a b",
                "queue:second,x",
                "queue:${SHELL(x)}",
                "${EXTEN}"
            })
    void nothingElseIsDialled(String text) {
        assertThatThrownBy(() -> Target.parse(text)).isInstanceOf(Refused.class);
    }

    @Test
    void numberIsNotToldByATextThatALogMightHold() {
        assertThat(Target.parse("15400000001")).hasToString("ToNumber[****]");
    }
}
