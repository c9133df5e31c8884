package org.hotline12345.ops.kit;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.hotline12345.ops.Installation;
import org.hotline12345.ops.Main;
import org.hotline12345.ops.Sample;

/**
 * A complete hotline of its own, on free ports and in a folder of its own: real PostgreSQL, real Asterisk, the backend,
 * and the sample's people with their one-time passwords.
 */
public final class HotlineKit implements AutoCloseable {
    private final Path data;
    private final Map<String, String> settings;
    private final Installation installation;
    private final Map<String, String> passwords;
    private final Set<String> changed = ConcurrentHashMap.newKeySet();

    private HotlineKit(Path data, Map<String, String> settings, Installation installation) {
        this.data = data;
        this.settings = settings;
        this.installation = installation;
        this.passwords = installation.newLogins().stream()
                .collect(Collectors.toMap(Sample.Login::login, Sample.Login::oneTimePassword));
    }

    /**
     * @param data an empty folder, or the one of an earlier kit
     * @param more settings above the kit's own
     */
    public static HotlineKit open(Path data, Map<String, String> more) {
        var settings = freePorts(data);
        settings.putAll(more);
        return new HotlineKit(data, settings, Installation.start(settings));
    }

    /** Settings with which a hotline gets in nobody's way. */
    public static Map<String, String> freePorts(Path data) {
        var settings = new LinkedHashMap<String, String>();
        settings.put("data", data.toString());
        settings.put("web.port", free());
        settings.put("database.port", free());
        settings.put("asterisk.sip-port", Integer.toString(Sipp.freePort()));
        settings.put("asterisk.http-port", free());
        settings.put("asterisk.carrier", "127.0.0.1:" + Sipp.freePort());
        settings.put("telephony.ami.port", free());
        settings.put("telephony.agi.port", free());
        return settings;
    }

    public String address() {
        return installation.address();
    }

    /** The port of the web server. */
    public int port() {
        return Integer.parseInt(settings.get("web.port"));
    }

    public Map<String, String> settings() {
        return settings;
    }

    public int sipPort() {
        return Integer.parseInt(settings.get("asterisk.sip-port"));
    }

    /** Where calls to citizens arrive. */
    public int carrierPort() {
        return Integer.parseInt(settings.get("asterisk.carrier").replaceAll(".*:", ""));
    }

    /** Signs in one of the sample's people; the first time with the one-time password, which is changed then. */
    public Visitor visitor(String login) {
        var oneTimePassword = passwords.get(login);
        if (changed.add(login)) {
            return Visitor.signInFirst(address(), login, oneTimePassword);
        }
        return Visitor.signIn(address(), login, Visitor.ownPassword(oneTimePassword));
    }

    public String oneTimePassword(String login) {
        return passwords.get(login);
    }

    /** The seats' SIP passwords, as the embedded Asterisk's operator finds them. */
    public Map<String, String> seatPasswords() {
        return seatPasswords(data);
    }

    /** The same of a hotline that runs in another process. */
    public static Map<String, String> seatPasswords(Path data) {
        try {
            return Files.readAllLines(data.resolve("asterisk").resolve("seats")).stream()
                    .map(line -> line.split(":", 2))
                    .collect(Collectors.toMap(seat -> seat[0], seat -> seat[1]));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Puts a profile into force by the command line, as an administrator does. */
    public void profile(String yaml) {
        try {
            var file = data.resolve("profile.yaml");
            Files.writeString(file, yaml);
            command("profile", "add", "--hotline", "sample", file.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a command on this hotline and gives what it printed. */
    public String command(String... words) {
        var arguments = new ArrayList<>(List.of(words));
        settings.forEach((key, value) -> arguments.addAll(List.of("--set", key + "=" + value)));
        var printed = new StringWriter();
        var status = Main.execute(new PrintWriter(printed, true), arguments.toArray(String[]::new));
        if (status != 0) {
            throw new IllegalStateException(arguments + " ended with " + status + ": " + printed);
        }
        return printed.toString();
    }

    @Override
    public void close() {
        installation.close();
    }

    private static String free() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return Integer.toString(socket.getLocalPort());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
