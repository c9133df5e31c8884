package org.hotline12345.ops.run;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.hotline12345.office.BadSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tukaani.xz.XZInputStream;

/** The programs of PostgreSQL, unpacked once from the library that carries them. */
record PostgresProgram(Path folder) {
    /** Of the rows' format: data of another one cannot be read. */
    static final String MAJOR_VERSION = "18";

    private static final Logger LOG = LoggerFactory.getLogger(PostgresProgram.class);
    private static final String ARCHIVE = "/postgres-linux-x86_64.txz";
    private static final Pattern VERSION = Pattern.compile("-([0-9.]+)\\.jar!");
    private static final int MEGABYTES = 60;

    Path postgres() {
        return folder.resolve("bin/postgres");
    }

    Path initdb() {
        return folder.resolve("bin/initdb");
    }

    static PostgresProgram unpacked() {
        var archive = PostgresProgram.class.getResource(ARCHIVE);
        var machine = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        if (archive == null || !machine.equals("Linux amd64")) {
            throw new BadSettings("no PostgreSQL comes along for " + machine
                    + ": give the address of one with database.host (PostgreSQL 17 or 18)");
        }
        var program = new PostgresProgram(Cache.folder().resolve("postgres-" + version(archive)));
        if (Files.isExecutable(program.postgres())) {
            return program;
        }
        LOG.info("unpacking PostgreSQL into {} ({} MB, once)", program.folder, MEGABYTES);
        Folder.make(Cache.folder());
        try {
            var part = Folder.makeBeside(program.folder);
            try (var stream = archive.openStream()) {
                unpack(stream, part);
                Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("rwxr-xr-x"));
                Files.move(part, program.folder, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Folder.remove(part);
            }
        } catch (IOException e) {
            // Another start may have been quicker: then the program is there all the same.
            if (!Files.isExecutable(program.postgres())) {
                throw new BadSettings("PostgreSQL cannot be unpacked into " + program.folder + " (" + MEGABYTES
                        + " MB): " + Folder.reason(e) + "; " + Cache.VARIABLE + " names another folder");
            }
        }
        return program;
    }

    private static String version(URL archive) {
        var matcher = VERSION.matcher(archive.toString());
        return matcher.find() ? matcher.group(1) : MAJOR_VERSION;
    }

    private static void unpack(InputStream stream, Path target) throws IOException {
        var tar = new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(stream)));
        for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
            var file = target.resolve(entry.getName()).normalize();
            if (!file.startsWith(target)) {
                throw new IOException("entry " + entry.getName() + " leads out of the folder");
            }
            var parent = Folder.parent(file);
            if (entry.isDirectory()) {
                Files.createDirectories(file);
            } else if (entry.isSymbolicLink()) {
                Files.createDirectories(parent);
                Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
            } else if (!entry.getName().endsWith(".a")) {
                // Static libraries are for compilers only.
                Files.createDirectories(parent);
                Files.copy(tar, file);
                var executable = (entry.getMode() & 0100) != 0;
                Files.setPosixFilePermissions(
                        file, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
            }
        }
    }
}
