package org.hotline12345.ops;

import io.vertx.core.http.ServerWebSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.LiveTopic;
import org.hotline12345.office.LiveTopics;
import org.hotline12345.office.PersonId;
import org.hotline12345.office.Right;
import org.hotline12345.office.SignedIn;

/** The open browsers, one WebSocket each, and what is sent to them. Safe from any thread. */
final class Live implements LiveTopics {
    private static final int MAX_PEOPLE = 5_000;
    private static final int MAX_BROWSERS_OF_A_PERSON = 8;
    /** A browser that has not read so much is too slow: its socket is closed and it asks again. */
    private static final int MAX_WAITING_BYTES = 1 << 20;

    /** How often {@link #beat} is to be called; pages take thrice as long a silence for the end. */
    static final Duration BEAT_EVERY = Duration.ofSeconds(5);

    private record Browser(SignedIn visitor, ServerWebSocket socket) {}

    private final Map<PersonId, Set<Browser>> browsers = new ConcurrentHashMap<>();
    private final Set<String> topics = ConcurrentHashMap.newKeySet();

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
        var browser = new Browser(visitor, socket);
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
            socket.closeHandler(closed -> browsers.computeIfPresent(visitor.person(), (person, open) -> {
                open.remove(browser);
                return open.isEmpty() ? null : open;
            }));
        }
        return taken.get();
    }

    /** Says to every browser that the line is alive and what the time is: a page that hears nothing knows that it is cut off. */
    void beat(Instant now) {
        var frame = frame("live.beat", "{\"at\":\"" + now + "\"}");
        browsers.values().forEach(ofPerson -> ofPerson.forEach(browser -> send(browser, frame)));
    }

    int count() {
        return browsers.values().stream().mapToInt(Set::size).sum();
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
