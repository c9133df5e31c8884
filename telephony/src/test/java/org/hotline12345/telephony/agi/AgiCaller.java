package org.hotline12345.telephony.agi;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The other side of FastAGI: asks for a script as Asterisk does and answers its commands. */
public final class AgiCaller implements AutoCloseable {
    private final Socket socket;
    private final OutputStream out;
    private final BufferedReader in;

    public AgiCaller(int port, String script, String extension) throws IOException {
        this(port, script, extension, "pbx1-1.1");
    }

    public AgiCaller(int port, String script, String extension, String uniqueId) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(20_000);
        out = socket.getOutputStream();
        in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        send("agi_network: yes\nagi_network_script: " + script + "\nagi_request: agi://127.0.0.1:" + port + "/" + script
                + "\nagi_channel: PJSIP/trunk-0000000c\nagi_language: en\nagi_type: PJSIP\nagi_uniqueid: " + uniqueId
                + "\nagi_version: 22\n"
                + "agi_callerid: unknown\nagi_calleridname: unknown\nagi_dnid: " + extension + "\nagi_rdnis: unknown\n"
                + "agi_context: from-trunk\nagi_extension: " + extension
                + "\nagi_priority: 4\nagi_enhanced: 0.0\nagi_threadid: 1\n\n");
    }

    /**
     * Answers each command until the script ends.
     *
     * @param answer what follows {@code 200 result=} for a command; null hangs up
     * @return the commands
     */
    public List<String> serve(Function<String, @Nullable String> answer) throws IOException {
        var commands = new ArrayList<String>();
        for (var command = in.readLine(); command != null; command = in.readLine()) {
            commands.add(command);
            var reply = answer.apply(command);
            if (reply == null) {
                socket.close();
                return commands;
            }
            send("200 result=" + reply + "\n");
        }
        return commands;
    }

    private void send(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
