package org.hotline12345.office;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class PlainTextTest {
    @Test
    void whatNoDatabaseKeepsIsRefusedByTheFieldsName() {
        for (var text : List.of("\0", "a\0b", "a\ud800", "\udc00b", "\udc00\ud800")) {
            assertThatThrownBy(() -> PlainText.of("why", text))
                    .isInstanceOfSatisfying(
                            Refused.class, refused -> assertThat(refused.kind()).isEqualTo(Refused.Kind.INVALID))
                    .hasMessageContaining("\"why\"");
        }
    }

    @Test
    void everythingElseIsTextAsItIs() {
        for (var text : List.of("", "水压低\n三天", "𠮷野家 😀", "<script>'); drop table --", "a\u202eb", "\u0007")) {
            assertThat(PlainText.of("why", text)).isSameAs(text);
        }
    }
}
