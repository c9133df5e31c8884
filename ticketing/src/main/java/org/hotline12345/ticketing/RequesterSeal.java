package org.hotline12345.ticketing;

import java.util.Optional;
import org.hotline12345.office.BlindIndex;
import org.hotline12345.office.CitizenKey;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Seal;
import org.hotline12345.office.Sealed;
import org.jspecify.annotations.Nullable;

/**
 * Seals what one request tells of who asks: under the citizen's key when there is a number, else under a key of the request's own, made
 * when there is anything to seal. May wait for the disk, so not on event loops. Used by one thread.
 */
final class RequesterSeal {
    private final Seal seal;
    private final HotlineCode hotline;
    private final Optional<String> phone;
    private @Nullable CitizenKey key;

    RequesterSeal(Seal seal, HotlineCode hotline, Requester requester) {
        this.seal = seal;
        this.hotline = hotline;
        this.phone = requester.phone();
    }

    Optional<Sealed> seal(Optional<String> text) {
        return text.map(open -> key().seal(open));
    }

    /** Empty for a request without a number. */
    Optional<BlindIndex> index() {
        return phone.map(_ -> key().index());
    }

    private CitizenKey key() {
        var made = key;
        if (made == null) {
            made = phone.map(number -> seal.keyOf(hotline, number)).orElseGet(seal::ownKey);
            key = made;
        }
        return made;
    }
}
