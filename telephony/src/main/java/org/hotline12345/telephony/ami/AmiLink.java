package org.hotline12345.telephony.ami;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.hotline12345.office.BadSettings;
import org.hotline12345.telephony.TelephonyConfig;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The link to one Asterisk, kept up as long as it is open: what comes is taken in order by one reader, actions are asked
 * from any thread.
 */
public final class AmiLink implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AmiLink.class);
    private static final int MAX_DOUBLINGS = 16;
    private static final int CLOSE_SECONDS = 2;
    /** So many arrivals of one read are handed over at once, for each time costs a lock. */
    private static final int MAX_TOGETHER = 256;

    private final TelephonyConfig.Ami config;
    private final Clock clock;
    private final AmiInbox inbox;
    private final Consumer<AmiState> onChange;
    private final MultiThreadIoEventLoopGroup loop = new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("hotline-ami", true), NioIoHandler.newFactory());

    private volatile AmiState state = new AmiState.Connecting();
    private volatile @Nullable AmiSession session;
    private volatile boolean closed;
    /** Tries since the link stood last; written on the event loop alone. */
    private int tries;

    private AmiLink(TelephonyConfig.Ami config, Clock clock, int inboxLimit, Consumer<AmiState> onChange) {
        this.config = config;
        this.clock = clock;
        this.inbox = new AmiInbox(inboxLimit);
        this.onChange = onChange;
    }

    public static AmiLink open(TelephonyConfig.Ami config, Clock clock, int inboxLimit) {
        return open(config, clock, inboxLimit, _ -> {});
    }

    /** @param onChange told of each new state, in order; must not wait, for it is told on the event loop */
    public static AmiLink open(TelephonyConfig.Ami config, Clock clock, int inboxLimit, Consumer<AmiState> onChange) {
        var link = new AmiLink(config, clock, inboxLimit, onChange);
        link.loop.execute(link::connect);
        return link;
    }

    public AmiState state() {
        return state;
    }

    /** How many arrivals wait to be taken. */
    public int waiting() {
        return inbox.size();
    }

    /** Waits for what comes and takes up to so many arrivals; empty only after {@link #close()}. */
    public List<AmiArrival> take(int max) throws InterruptedException {
        return inbox.take(max);
    }

    /** @throws AmiAway when Asterisk is not connected or does not answer in time */
    public AmiReply ask(AmiAction action) {
        var current = session;
        if (current == null) {
            throw new AmiAway("Asterisk is not connected");
        }
        try {
            // The session's own deadline comes first; this one only guards against a closed event loop.
            return current.ask(action)
                    .get(config.actionLimit().plusSeconds(CLOSE_SECONDS).toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw e.getCause() instanceof AmiAway away ? away : new AmiAway(action + " failed: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AmiAway("interrupted while waiting for Asterisk");
        }
    }

    /**
     * Sends without waiting: the answer and its events arrive in order with all others, under this action id.
     *
     * @throws AmiAway when Asterisk is not connected
     */
    public void tell(AmiAction action, String actionId) {
        var current = session;
        if (current == null) {
            throw new AmiAway("Asterisk is not connected");
        }
        current.tell(action, actionId);
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        var ended = new CompletableFuture<Void>();
        loop.execute(this::end);
        loop.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS).addListener(_ -> ended.complete(null));
        ended.completeOnTimeout(null, CLOSE_SECONDS, TimeUnit.SECONDS).join();
        inbox.close();
    }

    private void end() {
        become(new AmiState.Closed());
        var current = session;
        if (current != null) {
            current.close();
        }
    }

    private void connect() {
        if (closed) {
            return;
        }
        var connection = new AmiSession(config, new Events());
        SslHandler tls;
        try {
            tls = config.tls() ? AmiTls.handler(config) : null;
        } catch (BadSettings e) {
            away(AmiState.Reason.UNTRUSTED, String.valueOf(e.getMessage()));
            return;
        }
        new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        config.connectLimit().toMillis())
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                // After a write that failed, what Asterisk said before it hung up is still to be read.
                .option(ChannelOption.AUTO_CLOSE, false)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        if (tls != null) {
                            channel.pipeline().addLast(tls);
                        }
                        channel.pipeline().addLast(new AmiDecoder(), new AmiEncoder(), connection);
                    }
                })
                .connect(config.host(), config.port())
                .addListener(done -> {
                    if (!done.isSuccess()) {
                        away(
                                AmiState.Reason.UNREACHABLE,
                                "not reachable (" + done.cause().getMessage()
                                        + "): check host and port, and whether Asterisk runs");
                    }
                });
    }

    private void away(AmiState.Reason reason, String why) {
        if (closed) {
            return;
        }
        if (!(state instanceof AmiState.Away away && away.reason() == reason)) {
            become(new AmiState.Away(reason, why, clock.instant()));
        }
        var pause = pause(tries++, reason);
        var _ = loop.schedule(this::connect, pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** One line in the log for each change, and one word to whoever counts them; on the event loop. */
    private void become(AmiState next) {
        state = next;
        switch (next) {
            case AmiState.Connecting _ -> LOG.info("Asterisk {}: connecting", config);
            case AmiState.Connected _ -> LOG.info("Asterisk {}: connected", config);
            case AmiState.Away away -> LOG.warn("Asterisk {}: {}; trying again", config, away.why());
            case AmiState.Closed _ -> LOG.info("Asterisk {}: the link is closed", config);
        }
        onChange.accept(next);
    }

    /** Doubles from try to try, half of it by chance, so that several programs do not knock at once. */
    private Duration pause(int tried, AmiState.Reason reason) {
        var most = config.retryMost().toMillis();
        // A secret or a certificate does not mend itself soon, and each try is a line in Asterisk's security log.
        var wanted = reason == AmiState.Reason.REFUSED || reason == AmiState.Reason.UNTRUSTED
                ? most
                : Math.min(most, config.retryFirst().toMillis() << Math.min(tried, MAX_DOUBLINGS));
        return Duration.ofMillis(wanted / 2 + ThreadLocalRandom.current().nextLong(wanted / 2 + 1));
    }

    /** What one connection tells; all on the event loop. */
    private final class Events implements AmiSession.Owner {
        private final List<AmiArrival> together = new ArrayList<>();

        @Override
        public void up(AmiSession connection) {
            tries = 0;
            session = connection;
            var now = clock.instant();
            become(new AmiState.Connected(now));
            together.add(new AmiArrival.Up(now));
        }

        @Override
        public void heard(AmiSession connection, AmiMessage message) {
            together.add(new AmiArrival.Heard(message));
            if (together.size() >= MAX_TOGETHER) {
                paused(connection);
            }
        }

        @Override
        public void paused(AmiSession connection) {
            if (together.isEmpty()) {
                return;
            }
            if (inbox.put(together, connection::resume)) {
                connection.pause();
            }
            together.clear();
        }

        @Override
        public void down(AmiSession connection, AmiState.Reason reason, String why) {
            if (connection == session) {
                session = null;
                together.add(new AmiArrival.Down(clock.instant()));
            }
            paused(connection);
            away(reason, why);
        }
    }
}
