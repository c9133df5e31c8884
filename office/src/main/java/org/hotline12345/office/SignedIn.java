package org.hotline12345.office;

import java.util.List;
import java.util.Optional;

/** A person who is signed in, with the grants that decide what is allowed; default is no. */
public record SignedIn(PersonId person, String login, String name, List<Grant> grants) {
    /** Key under which the web server keeps the visitor of a request in its routing context. */
    public static final String REQUEST_KEY = "signedIn";

    public SignedIn {
        grants = List.copyOf(grants);
    }

    public boolean may(HotlineCode hotline, Right right) {
        return grants.stream()
                .anyMatch(grant ->
                        grant.hotline().equals(hotline) && grant.rights().contains(right));
    }

    /** @throws Refused (forbidden) when no grant at this hotline holds the right */
    public void require(HotlineCode hotline, Right right) {
        if (!may(hotline, right)) {
            throw Refused.forbidden("right " + right + " at hotline " + hotline + " is needed");
        }
    }

    /**
     * For a request whose hotline stands in its body: who has the right nowhere is told so before that is read.
     *
     * @throws Refused (forbidden) when no grant at any hotline holds the right
     */
    public void requireSomewhere(Right right) {
        if (grants.stream().noneMatch(grant -> grant.rights().contains(right))) {
            throw Refused.forbidden("right " + right + " is needed");
        }
    }

    /** Whether this person holds the right for that very unit; office people (no unit) do not speak for units. */
    public boolean speaksFor(HotlineCode hotline, UnitCode unit, Right right) {
        return grants.stream()
                .anyMatch(grant -> grant.hotline().equals(hotline)
                        && grant.unit().equals(Optional.of(unit))
                        && grant.rights().contains(right));
    }

    /** The unit this person works for at the hotline, empty for the office's own people. */
    public Optional<UnitCode> unitAt(HotlineCode hotline) {
        return grants.stream()
                .filter(grant -> grant.hotline().equals(hotline))
                .flatMap(grant -> grant.unit().stream())
                .findFirst();
    }

    /** The hotline a request means when it names none: the first one the person has a grant at. */
    public HotlineCode hotline() {
        return grants.stream()
                .map(Grant::hotline)
                .findFirst()
                .orElseThrow(() -> Refused.forbidden("this person has no grant at any hotline"));
    }
}
