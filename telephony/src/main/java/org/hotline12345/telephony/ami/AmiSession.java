package org.hotline12345.telephony.ami;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.hotline12345.office.BadSettings;
import org.hotline12345.telephony.TelephonyConfig;
import org.jspecify.annotations.Nullable;

/** One connection: log-in, answers matched to actions, a ping when it is quiet. All on the connection's event loop. */
@SuppressWarnings(
        "FutureReturnValueIgnored") // a write or a timer that fails on a dying channel ends in channelInactive
final class AmiSession extends SimpleChannelInboundHandler<AmiMessage> {
    static final int MAX_WAITING_ACTIONS = 1_000;
    static final int MAX_LIST_EVENTS = 100_000;

    /** What the session tells its link. */
    interface Owner {
        void up(AmiSession session);

        void heard(AmiSession session, AmiMessage message);

        /** No more messages came with this read. */
        void paused(AmiSession session);

        void down(AmiSession session, AmiState.Reason reason, String why);
    }

    /** An action whose answer is awaited. */
    private static final class Waiting {
        final CompletableFuture<AmiReply> reply = new CompletableFuture<>();
        final List<AmiMessage> events = new ArrayList<>();

        void fail(String why) {
            reply.completeExceptionally(new AmiAway(why));
        }

        @Nullable
        AmiMessage response;
    }

    private final TelephonyConfig.Ami config;
    private final Owner owner;
    private final Map<String, Waiting> waiting = new HashMap<>();
    private volatile @Nullable ChannelHandlerContext context;
    /** Nobody else's: events carry the ids of all who speak to this Asterisk. */
    private final String idPrefix = Long.toHexString(ThreadLocalRandom.current().nextLong()) + "-";

    private long lastId;
    private boolean up;
    private boolean reading = true;
    private boolean heardSincePing;
    private @Nullable Ending ending;

    /** Why we end the connection ourselves. */
    private record Ending(AmiState.Reason reason, String why) {}

    AmiSession(TelephonyConfig.Ami config, Owner owner) {
        super(AmiMessage.class);
        this.config = config;
        this.owner = owner;
    }

    /** Sends an action and completes with the answer, or fails with {@link AmiAway}; from any thread. */
    CompletableFuture<AmiReply> ask(AmiAction action) {
        var waits = new Waiting();
        if (!onLoop(open -> ask(open, action, waits))) {
            waits.fail("Asterisk is not connected");
        }
        return waits.reply;
    }

    /** Sends an action whose answer, marked with the id, comes as heard; from any thread. */
    void tell(AmiAction action, String actionId) {
        onLoop(open -> open.writeAndFlush(action.with("ActionID", actionId)));
    }

    /** Stops reading until {@link #resume()}; on the event loop. */
    void pause() {
        if (reading && context != null) {
            reading = false;
            context.channel().config().setAutoRead(false);
        }
    }

    /** Reads on; from any thread. */
    void resume() {
        onLoop(open -> {
            reading = true;
            heardSincePing = true;
            open.channel().config().setAutoRead(true);
        });
    }

    void close() {
        var open = context;
        if (open != null) {
            open.close();
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext active) {
        context = active;
        active.executor()
                .schedule(
                        () -> {
                            if (!up) {
                                end(
                                        AmiState.Reason.UNREACHABLE,
                                        "what listens there does not speak the manager protocol, or is too slow");
                            }
                        },
                        config.connectLimit().toMillis(),
                        TimeUnit.MILLISECONDS);
        if (!config.tls()) {
            logIn(active);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext active, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake) {
            if (handshake.isSuccess()) {
                logIn(active);
            } else {
                var failure = AmiTls.failure(config, handshake.cause());
                end(failure.reason(), failure.why());
            }
        }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext active, AmiMessage message) {
        heardSincePing = true;
        var waits = waiting.isEmpty() ? null : waiting.get(message.actionId());
        if (waits == null) {
            if (up) {
                owner.heard(this, message);
            }
            return;
        }
        if (message.isResponse() && waits.response == null) {
            waits.response = message;
            if (!message.get("EventList").equalsIgnoreCase("start")) {
                finish(message.actionId(), waits, message);
            }
        } else if (waits.response == null) {
            owner.heard(this, message);
        } else if (message.get("EventList").equalsIgnoreCase("Complete")) {
            finish(message.actionId(), waits, waits.response);
        } else if (waits.events.size() < MAX_LIST_EVENTS) {
            waits.events.add(message);
        } else {
            waiting.remove(message.actionId());
            waits.fail("Asterisk's list is longer than " + MAX_LIST_EVENTS + " events");
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext active) {
        owner.paused(this);
    }

    @Override
    public void channelInactive(ChannelHandlerContext active) {
        var because = ending;
        if (because == null) {
            because = up
                    ? new Ending(AmiState.Reason.LOST, "Asterisk closed the connection")
                    : new Ending(
                            AmiState.Reason.UNREACHABLE,
                            "what listens there ended the connection before the log-in: check the port, and whether telephony.ami.tls fits it");
        }
        ending = because;
        context = null;
        up = false;
        var lost = List.copyOf(waiting.values());
        waiting.clear();
        lost.forEach(waits -> waits.fail("the link to Asterisk broke before it answered"));
        owner.down(this, because.reason(), because.why());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext active, Throwable cause) {
        end(up ? AmiState.Reason.LOST : AmiState.Reason.UNREACHABLE, "the connection failed: " + cause.getMessage());
    }

    private void ask(ChannelHandlerContext open, AmiAction action, Waiting waits) {
        if (!open.channel().isActive()) {
            waits.fail("Asterisk is not connected");
            return;
        }
        if (waiting.size() >= MAX_WAITING_ACTIONS) {
            waits.fail(MAX_WAITING_ACTIONS + " actions wait for Asterisk already");
            return;
        }
        var id = idPrefix + ++lastId;
        waiting.put(id, waits);
        open.executor()
                .schedule(
                        () -> forget(id, waits, "Asterisk did not answer " + action + " in time"),
                        config.actionLimit().toMillis(),
                        TimeUnit.MILLISECONDS);
        open.writeAndFlush(action.with("ActionID", id)).addListener(written -> {
            if (!written.isSuccess()) {
                forget(id, waits, action + " could not be sent to Asterisk");
            }
        });
    }

    private void forget(String id, Waiting waits, String why) {
        if (waiting.remove(id, waits)) {
            waits.fail(why);
        }
    }

    /** Whether there is a connection still that can do it. */
    private boolean onLoop(Consumer<ChannelHandlerContext> task) {
        var open = context;
        if (open == null) {
            return false;
        }
        try {
            open.executor().execute(() -> task.accept(open));
            return true;
        } catch (RejectedExecutionException e) {
            // the link was closed in this moment
            return false;
        }
    }

    private void finish(String id, Waiting waits, AmiMessage response) {
        waiting.remove(id);
        waits.reply.complete(new AmiReply(response, waits.events));
    }

    private void logIn(ChannelHandlerContext active) {
        ask(AmiAction.of("Challenge").with("AuthType", "MD5"))
                .thenCompose(challenge -> ask(AmiAction.of("Login")
                        .with("AuthType", "MD5")
                        .with("Username", config.user())
                        .with("Key", key(challenge.response().get("Challenge")))
                        .with("Events", "on")))
                .whenComplete((reply, failure) -> {
                    if (failure != null && failure.getCause() instanceof BadSettings unusable) {
                        end(AmiState.Reason.REFUSED, String.valueOf(unusable.getMessage()));
                    } else if (failure != null) {
                        end(AmiState.Reason.UNREACHABLE, "what listens there does not answer the log-in");
                    } else if (!reply.isSuccess()) {
                        end(
                                AmiState.Reason.REFUSED,
                                "Asterisk refuses the log-in of \"" + config.user() + "\" (" + reply.message()
                                        + "): check user, secret and the addresses that its manager.conf permits");
                    } else {
                        up = true;
                        owner.up(this);
                        pingLater(active);
                    }
                });
    }

    private String key(String challenge) {
        try {
            var digest = MessageDigest.getInstance("MD5")
                    .digest((challenge + config.secret()).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("MD5 must be there in every JDK", e);
        }
    }

    /** While we do not read, an answer cannot come, so nothing is asked. */
    private void pingLater(ChannelHandlerContext active) {
        heardSincePing = false;
        active.executor()
                .schedule(
                        () -> {
                            if (!active.channel().isActive()) {
                                return;
                            }
                            if (heardSincePing || !reading) {
                                pingLater(active);
                                return;
                            }
                            ask(AmiAction.of("Ping")).whenComplete((_, failure) -> {
                                if (failure == null || heardSincePing || !reading) {
                                    pingLater(active);
                                } else {
                                    end(AmiState.Reason.LOST, "Asterisk did not answer a ping in time");
                                }
                            });
                        },
                        config.pingEvery().toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    /** Of several reasons the first one counts: the others follow from it. */
    private void end(AmiState.Reason because, String words) {
        if (ending == null) {
            ending = new Ending(because, words);
        }
        close();
    }
}
