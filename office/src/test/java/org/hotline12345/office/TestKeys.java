package org.hotline12345.office;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Makes what a test's office needs besides a database: a fresh key file. */
public final class TestKeys {
    private TestKeys() {}

    public static OfficeConfig officeConfig() {
        try {
            var folder = Files.createTempDirectory("hotline-keys");
            Path keyFile = folder.resolve("keys");
            Seal.create(keyFile);
            // The last one said is deleted first.
            folder.toFile().deleteOnExit();
            keyFile.toFile().deleteOnExit();
            folder.resolve("keys.citizens").toFile().deleteOnExit();
            return new OfficeConfig(keyFile, Duration.ofHours(2), Duration.ofHours(14));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
