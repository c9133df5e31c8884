package org.hotline12345.telephony;

import java.time.Clock;
import org.hotline12345.office.BadSettings;
import org.hotline12345.telephony.cel.CelServer;

/** Gives the record of an Asterisk on this machine to a backend on another; a program of its own beside that Asterisk. */
public final class RecordServer implements AutoCloseable {
    private final CelServer server;

    private RecordServer(CelServer server) {
        this.server = server;
    }

    /** @throws BadSettings when the address is taken or a file cannot be used, with what to do */
    public static RecordServer launch(RecordConfig.Server config, Clock clock) {
        return new RecordServer(CelServer.open(config, clock));
    }

    /** The port it listens on, which may have been chosen by the system. */
    public int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.close();
    }
}
