package org.hotline12345.office;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealTest {
    private static final HotlineCode NORTH = new HotlineCode("north");
    private static final HotlineCode SOUTH = new HotlineCode("south");

    @TempDir
    private Path folder;

    private Seal seal() {
        Seal.create(folder.resolve("keys"));
        return Seal.read(folder.resolve("keys"));
    }

    @Test
    void whatIsSealedOpensAgainAndNeverLooksTheSameTwice() {
        var seal = seal();
        var sealed = seal.seal("15400000001");
        assertThat(seal.open(sealed)).isEqualTo("15400000001");
        assertThat(seal.seal("15400000001")).isNotEqualTo(sealed);
    }

    @Test
    void changedBytesAreRefused() {
        var seal = seal();
        var bytes = seal.seal("张三").bytes();
        bytes[bytes.length - 1] ^= 1;
        assertThatThrownBy(() -> seal.open(new Sealed(bytes))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void equalNumbersAreFoundWithinOneHotlineOnly() {
        var seal = seal();
        assertThat(seal.index(NORTH, "15400000001")).isEqualTo(seal.index(NORTH, "15400000001"));
        assertThat(seal.index(NORTH, "15400000001")).isNotEqualTo(seal.index(SOUTH, "15400000001"));
    }

    @Test
    void aWrongKeyFileIsSaidInWords() throws Exception {
        assertThatThrownBy(() -> Seal.read(folder.resolve("absent"))).hasMessageContaining("cannot be read");
        Files.writeString(folder.resolve("short"), "abc\ndef\n");
        assertThatThrownBy(() -> Seal.read(folder.resolve("short"))).hasMessageContaining("two different lines");
    }
}
