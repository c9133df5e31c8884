package org.hotline12345.ops;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.LiveTopic;
import org.hotline12345.office.LiveTopics;
import org.hotline12345.office.PersonId;
import org.hotline12345.office.Right;
import org.hotline12345.office.SignedIn;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The open browsers, one WebSocket each, and what is sent to them. Each is asked again and again whether it is there: one that
 * lost its network says nothing by itself. Safe from any thread.
 */
final class Live implements LiveTopics, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Live.class);
    private static final int MAX_PEOPLE = 5_000;
    private static final int MAX_BROWSERS_OF_A_PERSON = 8;
    /** A browser that has not read so much is too slow: its socket is closed and it asks again. */
    private static final int MAX_WAITING_BYTES = 1 << 20;

    /** A browser that has left so many questions open is gone. */
    private static final int MAX_UNANSWERED = 2;

    /** How often {@link #beat} is to be called; pages take thrice as long a silence for the end. */
    static final Duration BEAT_EVERY = Duration.ofSeconds(5);

    private record Browser(SignedIn visitor, ServerWebSocket socket, AtomicInteger unanswered) {}

    private final Map<PersonId, Set<Browser>> browsers = new ConcurrentHashMap<>();
    private final Set<String> topics = ConcurrentHashMap.newKeySet();
    private final Duration askedEvery;
    private volatile boolean closed;

    private Live(Duration askedEvery) {
        this.askedEvery = askedEvery;
    }

    /** @param askedEvery how often each browser is asked whether it is there */
    static Live launch(Duration askedEvery) {
        var live = new Live(askedEvery);
        Thread.ofVirtual().name("hotline-browsers").start(live::askAgainAndAgain);
        return live;
    }

    @Override
    public LiveTopic open(String name, Right needed) {
        if (!topics.add(name)) {
            throw new IllegalStateException("live topic " + name + " is open already");
        }
        return new LiveTopic() {
            @Override
            public void publish(PersonId to, String json) {
                for (var browser : browsers.getOrDefault(to, Set.of())) {
                    if (browser.visitor().grants().stream()
                            .anyMatch(grant -> grant.rights().contains(needed))) {
                        send(browser, frame(name, json));
                    }
                }
            }

            @Override
            public void publish(HotlineCode hotline, String json) {
                for (var ofPerson : browsers.values()) {
                    for (var browser : ofPerson) {
                        if (browser.visitor().may(hotline, needed)) {
                            send(browser, frame(name, json));
                        }
                    }
                }
            }
        };
    }

    /** @return whether the browser was taken in; false when too many are open */
    boolean join(SignedIn visitor, ServerWebSocket socket) {
        var browser = new Browser(visitor, socket, new AtomicInteger());
        var taken = new AtomicBoolean();
        browsers.compute(visitor.person(), (person, open) -> {
            var ofPerson = open == null ? ConcurrentHashMap.<Browser>newKeySet() : open;
            taken.set(ofPerson.size() < MAX_BROWSERS_OF_A_PERSON && browsers.size() < MAX_PEOPLE);
            if (taken.get()) {
                ofPerson.add(browser);
            }
            return ofPerson.isEmpty() ? null : ofPerson;
        });
        if (taken.get()) {
            socket.setWriteQueueMaxSize(MAX_WAITING_BYTES);
            socket.pongHandler(_ -> browser.unanswered().set(0));
            socket.closeHandler(closed -> browsers.computeIfPresent(visitor.person(), (person, open) -> {
                open.remove(browser);
                return open.isEmpty() ? null : open;
            }));
        }
        return taken.get();
    }

    /** Whether the person has a page open, as far as the last question told. */
    boolean isOpen(PersonId person) {
        return browsers.containsKey(person);
    }

    /** Says to every browser that the line is alive and what the time is: a page that hears nothing knows that it is cut off. */
    void beat(Instant now) {
        var frame = frame("live.beat", "{\"at\":\"" + now + "\"}");
        browsers.values().forEach(ofPerson -> ofPerson.forEach(browser -> send(browser, frame)));
    }

    int count() {
        return browsers.values().stream().mapToInt(Set::size).sum();
    }

    private void askAgainAndAgain() {
        try {
            while (!closed) {
                Thread.sleep(askedEvery);
                browsers.values().forEach(ofPerson -> ofPerson.forEach(Live::ask));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void ask(Browser browser) {
        try {
            if (browser.unanswered().getAndIncrement() >= MAX_UNANSWERED) {
                browser.socket().close((short) 1013, "no answer, connect again");
            } else {
                browser.socket().writePing(Buffer.buffer());
            }
        } catch (RuntimeException e) {
            LOG.debug("a browser was gone before it was asked", e);
        }
    }

    @Override
    public void close() {
        closed = true;
    }

    private static String frame(String topic, String json) {
        return "{\"topic\":\"" + topic + "\",\"data\":" + json + "}";
    }

    private static void send(Browser browser, String frame) {
        if (browser.socket().isClosed()) {
            return;
        }
        if (browser.socket().writeQueueFull()) {
            browser.socket().close((short) 1013, "too slow, connect again");
            return;
        }
        browser.socket().writeTextMessage(frame);
    }
}
