package org.hotline12345.ops.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.hotline12345.office.BadSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of one PostgreSQL: its rows, and the passwords that were made with them.
 *
 * <p>It is made beside its place and renamed when the roles and the database are in it, so that it is there whole or not
 * at all.
 */
record PostgresFolder(Path path) {
    static final String OWNER = "hotline_owner";
    static final String DATABASE = "hotline";

    private static final Logger LOG = LoggerFactory.getLogger(PostgresFolder.class);
    private static final String SUPERUSER = "postgres";
    private static final Duration MAKE_LIMIT = Duration.ofMinutes(2);

    /** What stands in postgresql.conf from the start, where who runs the program may change it. For a small machine. */
    private static final List<String> TUNING = List.of(
            "max_connections=80",
            "shared_buffers=128MB",
            "work_mem=8MB",
            "max_wal_size=512MB",
            "autovacuum_max_workers=2",
            "jit=off",
            "log_checkpoints=off",
            // Details of an error quote the row, and a row may hold what a citizen said.
            "log_error_verbosity=terse");

    Path rows() {
        return path.resolve("rows");
    }

    Path log() {
        return path.resolve("log");
    }

    String ownerPassword() {
        return Secret.kept(ownerPassword(path));
    }

    private static Path ownerPassword(Path folder) {
        return folder.resolve("owner-password");
    }

    /** The folder at this place, made first when nothing is there. */
    static PostgresFolder open(Path path, PostgresProgram program, ZoneId timeZone) throws InterruptedException {
        var parent = Folder.make(Folder.parent(path));
        var folder = new PostgresFolder(
                parent.resolve(path.toAbsolutePath().normalize().getFileName()));
        if (Files.notExists(folder.path)) {
            folder.make(program, timeZone);
        }
        try {
            var version = Files.readString(folder.rows().resolve("PG_VERSION")).strip();
            if (!version.equals(PostgresProgram.MAJOR_VERSION)) {
                throw new BadSettings(folder.path + " was written by PostgreSQL " + version + "; this program has "
                        + PostgresProgram.MAJOR_VERSION + " and cannot read it");
            }
            return new PostgresFolder(folder.path.toRealPath());
        } catch (IOException e) {
            throw new BadSettings(folder.path + " holds no rows of PostgreSQL (" + Folder.reason(e)
                    + "): move it away, or give" + " another data folder");
        }
    }

    private void make(PostgresProgram program, ZoneId timeZone) throws InterruptedException {
        LOG.info("making a database in {}", path);
        try {
            var part = new PostgresFolder(Folder.makeBeside(path));
            try {
                part.fill(program, timeZone);
                Files.move(part.path, path, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Folder.remove(part.path);
            }
        } catch (IOException e) {
            throw new BadSettings("no database can be made in " + path + ": " + Folder.reason(e));
        }
    }

    private void fill(PostgresProgram program, ZoneId timeZone) throws IOException, InterruptedException {
        Files.createDirectory(log());
        var superuserPassword = path.resolve("superuser-password");
        Secret.kept(superuserPassword);
        var words = new ArrayList<>(Unprivileged.prefix());
        words.addAll(List.of(program.initdb().toString(), "--pgdata=" + rows(), "--username=" + SUPERUSER));
        words.addAll(List.of("--auth=scram-sha-256", "--pwfile=" + superuserPassword, "--no-instructions"));
        // The built-in locale orders and folds text alike on every machine; C.UTF-8 besides, or trigrams skip Chinese.
        words.addAll(List.of("--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"));
        words.addAll(List.of("--locale=C.UTF-8", "--lc-messages=C", "--text-search-config=simple"));
        words.addAll(List.of("--set=timezone=" + timeZone, "--set=log_timezone=" + timeZone));
        TUNING.forEach(setting -> words.add("--set=" + setting));
        var made = Command.of(MAKE_LIMIT, words).run();
        if (!made.good()) {
            throw new IOException("initdb failed: " + why(made.tail()));
        }

        // A single-user server needs no port and lets nobody else in.
        var single = new ArrayList<>(Unprivileged.prefix());
        single.addAll(List.of(program.postgres().toString(), "--single", "-D", rows().toString(), SUPERUSER));
        var created = Command.of(MAKE_LIMIT, single)
                .reading("create role " + OWNER + " login createrole password '" + ownerPassword() + "';\n"
                        + "create database " + DATABASE + " owner " + OWNER + ";\n")
                .run();
        var said = created.output() + created.errors();
        if (!created.good() || said.contains("ERROR:") || said.contains("FATAL:") || said.contains("PANIC:")) {
            throw new IOException("role and database could not be created: " + why(withoutStatements(said)));
        }
    }

    /** The server repeats a failed statement, with the password in it. */
    private static String withoutStatements(String said) {
        return String.join(
                "\n", said.lines().filter(line -> !line.contains("STATEMENT:")).toList());
    }

    private String why(String said) throws IOException {
        if (said.contains("No space left on device")) {
            var free = Files.getFileStore(path).getUsableSpace() >> 20;
            return "the disk is full (" + free + " MB are free, 100 MB are needed at least)";
        }
        return said;
    }
}
