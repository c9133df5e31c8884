package org.hotline12345.ops.kit;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One telephone: SIPp speaks SIP for it, an {@link ToneEar} hears and speaks. */
public final class Phone implements AutoCloseable {
    private static final int PICKS_UP_AFTER_MILLIS = 400;
    private static final int UNTIL_HUNG_UP_ON_MILLIS = 120_000;

    private final Sipp sipp;
    private final String name;
    private final @Nullable String password;
    private final int port;
    private final ToneEar ear;
    private Sipp.@Nullable Run run;

    private Phone(Sipp sipp, String name, @Nullable String password, int port, int pitch) {
        this.sipp = sipp;
        this.name = name;
        this.password = password;
        this.port = port;
        this.ear = new ToneEar(pitch);
    }

    /** A seat's telephone, signed on, that picks up soon. */
    public static Phone seat(Sipp sipp, String seat, String password, int pitch) {
        var phone = new Phone(sipp, seat, password, Sipp.freePort(), pitch);
        phone.run = sipp.seat(seat, password, phone.port, phone.ear, PICKS_UP_AFTER_MILLIS, UNTIL_HUNG_UP_ON_MILLIS);
        return phone;
    }

    /** Whoever is reached by the carrier, at whatever number; hangs up after the talk. */
    public static Phone outside(Sipp sipp, int port, int pitch, Duration talk) {
        var phone = new Phone(sipp, "outside", null, port, pitch);
        phone.run = sipp.called(port, phone.ear, PICKS_UP_AFTER_MILLIS, (int) talk.toMillis());
        return phone;
    }

    /** A citizen who dials now and hangs up after that time, unless hung up on. */
    public static Phone citizen(Sipp sipp, String line, String number, int pitch, Duration patience) {
        var phone = new Phone(sipp, number, null, 0, pitch);
        phone.run = sipp.dial(line, number, phone.ear, (int) patience.toMillis());
        return phone;
    }

    public void picksUp() {
        picksUpAfter(Duration.ofMillis(PICKS_UP_AFTER_MILLIS));
    }

    public void picksUpAfter(Duration ring) {
        putDown();
        run = sipp.called(port, ear, (int) ring.toMillis(), UNTIL_HUNG_UP_ON_MILLIS);
    }

    public void neverPicksUp() {
        putDown();
        run = sipp.neverPicksUp(port);
    }

    public void signsOff() {
        if (password == null) {
            throw new IllegalStateException(name + " is no seat");
        }
        sipp.signOff(name, password);
    }

    /** The telephone comes back, as after a loss of power. */
    public void signsOn() {
        if (password == null) {
            throw new IllegalStateException(name + " is no seat");
        }
        putDown();
        run = sipp.seat(name, password, port, ear, PICKS_UP_AFTER_MILLIS, UNTIL_HUNG_UP_ON_MILLIS);
    }

    /** Waits until the one call of a citizen is over; what SIPp counted. */
    public Sipp.Tally awaitEnd(Duration limit) {
        var calling = run;
        if (calling == null) {
            throw new IllegalStateException(name + " calls nobody");
        }
        return calling.await(limit);
    }

    public boolean hears(Phone other) {
        return ear.hears(other.ear.pitch());
    }

    /** Whether keys of the other side's telephone were ever told to this one. */
    public boolean wasToldKeys() {
        return ear.wasToldKeys();
    }

    /** Says nothing until it is spoken to in a new call. */
    void fallSilent() {
        ear.fallSilent();
    }

    private void putDown() {
        var now = run;
        if (now != null) {
            now.close();
        }
    }

    @Override
    public void close() {
        putDown();
        ear.close();
    }
}
