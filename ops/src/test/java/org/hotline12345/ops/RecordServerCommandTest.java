package org.hotline12345.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordServerCommandTest {
    @TempDir
    private Path folder;

    @Test
    void whatCanNotBeUsedIsNamed() throws Exception {
        assertThat(said("everybody:8346"))
                .contains("--listen: \"everybody:8346\" is not allowed: an IP address and a port");
        assertThat(said("127.0.0.1:99999")).contains("--listen");
        assertThat(said("127.0.0.1")).contains("--listen");
        assertThat(said("[::1]:0")).contains("--secret-file: " + folder.resolve("secret") + " cannot be read");
        Files.writeString(folder.resolve("secret"), "short");
        assertThat(said("127.0.0.1:0")).contains("must hold 16 to 200 visible ASCII characters");
        Files.writeString(folder.resolve("secret"), "a-secret-of-the-record");
        assertThat(said("127.0.0.1:0")).contains(folder.resolve("cel") + " is no folder");
        Files.createDirectory(folder.resolve("cel"));
        assertThat(said("127.0.0.1:0")).contains("--cert: " + folder.resolve("cert") + " cannot be read");
        assertThat(said("127.0.0.1:0", "--keep=soon", "--rotate-mib=0"))
                .contains("keep: \"soon\" is not allowed: a time from 1h to 3650d")
                .contains("rotate-mib: \"0\" is not allowed");
    }

    /** What the command says before it ends with 2. */
    private String said(String listen, String... more) {
        var words = new ArrayList<>(List.of(
                "record-server",
                "--listen=" + listen,
                "--dir=" + folder.resolve("cel"),
                "--cert=" + folder.resolve("cert"),
                "--key=" + folder.resolve("key"),
                "--secret-file=" + folder.resolve("secret")));
        words.addAll(List.of(more));
        var printed = new StringWriter();
        assertThat(Main.execute(new PrintWriter(printed, true), words.toArray(String[]::new)))
                .isEqualTo(2);
        return printed.toString();
    }
}
