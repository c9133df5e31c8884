package org.hotline12345.ticketing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class RequesterTest {
    @Test
    void nameAndNumberAreMaskedToWhatTellsThemApart() {
        var requester = new Requester(Optional.of("张三丰"), Optional.of("15400000001"));
        assertThat(requester.masked()).isEqualTo(new Requester(Optional.of("张**"), Optional.of("154****0001")));
        assertThat(new Requester(Optional.of("王"), Optional.of("12345")).masked())
                .isEqualTo(new Requester(Optional.of("王*"), Optional.of("*****")));
    }

    @Test
    void aRequesterDoesNotSlipIntoALog() {
        var requester = new Requester(Optional.of("张三"), Optional.of("15400000001"));
        assertThat(requester.toString()).doesNotContain("三", "15400000001");
    }

    @Test
    void blankMeansNotGivenAndTooLongIsRefused() {
        assertThat(new Requester(Optional.of(" "), Optional.of(""))).isEqualTo(Requester.UNKNOWN);
        assertThatThrownBy(() -> new Requester(Optional.of("名".repeat(51)), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
