package org.hotline12345.ops;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.hotline12345.office.BadSettings;
import org.hotline12345.office.Seal;
import org.hotline12345.ops.run.Supervisor;

/** A running hotline: its database, its Asterisk as far as they are embedded, and the backend. */
public final class Installation implements AutoCloseable {
    private final Config config;
    private final Backend backend;
    private final List<Sample.Login> newLogins;
    private final AutoCloseable parts;

    private Installation(Config config, Backend backend, List<Sample.Login> newLogins, AutoCloseable parts) {
        this.config = config;
        this.backend = backend;
        this.newLogins = newLogins;
        this.parts = parts;
    }

    /**
     * Runs it until the program is told to stop.
     *
     * @param ready is told once, when calls can come
     * @throws BadSettings when a part cannot start
     */
    static void run(Config config, Consumer<Installation> ready) {
        Supervisor.run(config.data(), database(config), config.asteriskSetup(), parts -> {
            var installation = launch(config, parts);
            ready.accept(installation);
            return installation;
        });
    }

    /**
     * Starts it beside whatever this program does, for tests and benches.
     *
     * @param settings full keys of the configuration
     */
    public static Installation start(Map<String, String> settings) {
        var config = Config.load(Optional.empty(), settings);
        var launched = new ArrayList<Installation>(1);
        var supervisor = Supervisor.start(config.data(), database(config), config.asteriskSetup(), parts -> {
            var installation = launch(config, parts);
            launched.add(installation);
            return installation;
        });
        var inner = launched.getFirst();
        return new Installation(config, inner.backend, inner.newLogins, supervisor);
    }

    public String address() {
        return "http://" + config.web().bind() + ":" + backend.port();
    }

    /** The modules, for tests that look behind the pages. */
    Backend backend() {
        return backend;
    }

    /** The sample's people, when they were made just now. */
    public List<Sample.Login> newLogins() {
        return newLogins;
    }

    @Override
    public void close() {
        try {
            parts.close();
        } catch (Exception e) {
            throw new IllegalStateException("the hotline did not stop in order", e);
        }
    }

    private static Installation launch(Config config, Supervisor.Parts parts) {
        var clock = Clock.systemUTC();
        Seal.create(config.office().keyFile());
        var backend = Backend.launch(config, parts.database(), clock);
        try {
            var logins = config.sample()
                    ? Sample.addUnlessThere(
                            backend.office(),
                            clock,
                            config.zone(),
                            login -> keep(config.data().resolve("first-logins"), login))
                    : List.<Sample.Login>of();
            backend.start();
            return new Installation(config, backend, logins, backend);
        } catch (RuntimeException e) {
            backend.close();
            throw e;
        }
    }

    /** A start without a terminal must not lose the passwords; each opens nothing but its own change. */
    private static void keep(Path file, Sample.Login login) {
        try {
            if (Files.notExists(file)) {
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
            Files.writeString(file, login.login() + "\t" + login.oneTimePassword() + "\n", StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new BadSettings(file + " cannot be written: " + e.getMessage());
        }
    }

    private static Supervisor.Database database(Config config) {
        return config.database().embedded()
                ? new Supervisor.Database.Own(config.postgres())
                : new Supervisor.Database.Elsewhere(config.database().external());
    }
}
