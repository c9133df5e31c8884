package org.hotline12345.bulletin.edition;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hotline12345.bulletin.Finding;
import org.hotline12345.bulletin.Period;
import org.hotline12345.office.HotlineCode;

/**
 * A version of a period's bulletin on its way to the readers: what its log comes to.
 *
 * @param version counts up from 1; a correction of a published version is the next one
 * @param cutOff of the facts that are kept; empty before any are
 * @param findings of the frozen figures, each with the editor's reason where one was given
 * @param log what happened, in order
 */
public record Edition(
        UUID id,
        HotlineCode hotline,
        Period period,
        int version,
        EditionState state,
        Optional<Instant> cutOff,
        List<Objection> objections,
        List<Noted> findings,
        List<EditionFact> log) {
    /** A finding, and why the bulletin is published all the same. */
    public record Noted(Finding finding, Optional<String> reason) {
        /** Only what contradicts or may still change needs a reason. */
        boolean isUnexplained() {
            return reason.isEmpty() && finding.kind() != Finding.Kind.NOTE;
        }
    }

    public Edition {
        objections = List.copyOf(objections);
        findings = List.copyOf(findings);
        log = List.copyOf(log);
    }

    static Edition of(UUID id, HotlineCode hotline, Period period, int version, List<EditionFact> log) {
        var edition = new Edition(
                id,
                hotline,
                period,
                version,
                new EditionState.Draft(),
                Optional.empty(),
                List.of(),
                List.of(),
                List.of());
        for (var fact : log) {
            edition = edition.after(fact);
        }
        return edition;
    }

    /** What it comes to when this happens, too. */
    Edition after(EditionFact fact) {
        return switch (fact) {
            case EditionFact.Opened _ -> to(new EditionState.Draft(), fact);
            case EditionFact.Shown(var _, var _, var takenAt, var until) ->
                to(new EditionState.Shown(until), Optional.of(takenAt), objections, List.of(), fact);
            case EditionFact.Objected(var at, var by, var number, var unit, var matter, var words, var late) -> {
                var more = new ArrayList<>(objections);
                more.add(new Objection(number, unit, matter, words, by, at, late, Optional.empty()));
                yield to(state, cutOff, more, findings, fact);
            }
            case EditionFact.Answered(var at, var by, var number, var accepted, var words) ->
                to(
                        state,
                        cutOff,
                        objections.stream()
                                .map(one -> one.number() == number
                                        ? one.answered(new Objection.Answer(accepted, words, by, at))
                                        : one)
                                .toList(),
                        findings,
                        fact);
            case EditionFact.Frozen(var _, var by, var takenAt, var _, var found) ->
                to(
                        new EditionState.Frozen(by),
                        Optional.of(takenAt),
                        objections,
                        found.stream()
                                .map(one -> new Noted(one, Optional.empty()))
                                .toList(),
                        fact);
            case EditionFact.Explained(var _, var _, var place, var words) -> {
                var noted = new ArrayList<>(findings);
                noted.set(place, new Noted(noted.get(place).finding(), Optional.of(words)));
                yield to(state, cutOff, objections, noted, fact);
            }
            case EditionFact.Checked(var _, var by) -> to(new EditionState.Checked(by), fact);
            case EditionFact.SignedOff(var _, var _, var leader) -> to(new EditionState.SignedOff(leader), fact);
            case EditionFact.SentBack _ -> to(new EditionState.Draft(), Optional.empty(), objections, List.of(), fact);
            case EditionFact.Numbered(var _, var _, var number) ->
                to(new EditionState.Numbered(leader(), number), fact);
            case EditionFact.Published(var at, var _) ->
                to(new EditionState.Published(leader(), documentNumber().orElse(""), at), fact);
        };
    }

    /** The number under which it is, or will be, published. */
    public Optional<String> documentNumber() {
        return switch (state) {
            case EditionState.Numbered(var _, var number) -> Optional.of(number);
            case EditionState.Published(var _, var number, var _) -> Optional.of(number);
            default -> Optional.empty();
        };
    }

    /** Whether facts are kept that units or readers may look behind. */
    public boolean hasFacts() {
        return !(state instanceof EditionState.Draft);
    }

    List<Objection> unanswered() {
        return objections.stream().filter(one -> one.answer().isEmpty()).toList();
    }

    List<Noted> unexplained() {
        return findings.stream().filter(Noted::isUnexplained).toList();
    }

    private String leader() {
        return switch (state) {
            case EditionState.SignedOff(var leader) -> leader;
            case EditionState.Numbered(var leader, var _) -> leader;
            default -> "";
        };
    }

    private Edition to(EditionState next, EditionFact fact) {
        return to(next, cutOff, objections, findings, fact);
    }

    private Edition to(
            EditionState next, Optional<Instant> takenAt, List<Objection> all, List<Noted> noted, EditionFact fact) {
        var longer = new ArrayList<>(log);
        longer.add(fact);
        return new Edition(id, hotline, period, version, next, takenAt, all, noted, longer);
    }
}
