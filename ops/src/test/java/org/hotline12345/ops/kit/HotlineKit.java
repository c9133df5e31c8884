package org.hotline12345.ops.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.hotline12345.ops.Sample;
import org.hotline12345.ops.Installation;

/**
 * A complete hotline of its own, on free ports and in a folder of its own: real PostgreSQL, real Asterisk, the backend,
 * and the sample's people with their one-time passwords.
 */
public final class HotlineKit implements AutoCloseable {
    private final Path data;
    private final Map<String, String> settings;
    private final Installation installation;
    private final Map<String, String> passwords;
    private final int carrierPort;
    private final Set<String> changed = ConcurrentHashMap.newKeySet();

    private HotlineKit(Path data, Map<String, String> settings, Installation installation, int carrierPort) {
        this.data = data;
        this.settings = settings;
        this.installation = installation;
        this.carrierPort = carrierPort;
        this.passwords = installation.newLogins().stream()
                .collect(Collectors.toMap(Sample.Login::login, Sample.Login::oneTimePassword));
    }

    /**
     * @param data an empty folder, or the one of an earlier kit
     * @param more settings above the kit's own
     */
    public static HotlineKit open(Path data, Map<String, String> more) {
        var settings = new LinkedHashMap<String, String>();
        var carrierPort = Sipp.freePort();
        settings.put("data", data.toString());
        settings.put("web.port", free());
        settings.put("database.port", free());
        settings.put("asterisk.sip-port", Integer.toString(Sipp.freePort()));
        settings.put("asterisk.http-port", free());
        settings.put("asterisk.carrier", "127.0.0.1:" + carrierPort);
        settings.put("telephony.ami.port", free());
        settings.put("telephony.agi.port", free());
        settings.putAll(more);
        return new HotlineKit(data, settings, Installation.start(settings), carrierPort);
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
        return carrierPort;
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
        var seats = new Properties();
        try (var reader = Files.newBufferedReader(data.resolve("asterisk").resolve("seats"))) {
            seats.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return seats.stringPropertyNames().stream().collect(Collectors.toMap(seat -> seat, seats::getProperty));
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
