package org.hotline12345.bulletin;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.hotline12345.office.HotlineCode;

/**
 * What the month was, ready to be printed: the same words and figures for every kind of file.
 *
 * @param profileVersion the version of the hotline's profile whose rules were used
 * @param cutOff states, closings and ratings are taken as of this moment
 * @param titleParts the title in parts, between which a line may break
 * @param addressee 主送; empty for none
 * @param attachment the tables that stand after the signature
 * @param completeUntil up to when the calls are all there, in words
 * @param figures every figure of sentences and tables, by its id
 * @param documentNumber 发文字号; empty before it has one
 */
public record Bulletin(
        HotlineCode hotline,
        Period period,
        Span span,
        int profileVersion,
        Instant madeAt,
        Instant cutOff,
        List<String> titleParts,
        String addressee,
        String opening,
        List<Section> sections,
        Section attachment,
        String notes,
        String completeUntil,
        String issuer,
        List<Finding> findings,
        SequencedMap<String, Figure> figures,
        String documentNumber) {
    public Bulletin {
        titleParts = List.copyOf(titleParts);
        sections = List.copyOf(sections);
        findings = List.copyOf(findings);
        figures = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(figures));
    }

    /** Without a document number yet. */
    public Bulletin(
            HotlineCode hotline,
            Period period,
            Span span,
            int profileVersion,
            Instant madeAt,
            Instant cutOff,
            List<String> titleParts,
            String addressee,
            String opening,
            List<Section> sections,
            Section attachment,
            String notes,
            String completeUntil,
            String issuer,
            List<Finding> findings,
            SequencedMap<String, Figure> figures) {
        this(
                hotline,
                period,
                span,
                profileVersion,
                madeAt,
                cutOff,
                titleParts,
                addressee,
                opening,
                sections,
                attachment,
                notes,
                completeUntil,
                issuer,
                findings,
                figures,
                "");
    }

    /** The same with other findings. */
    public Bulletin with(List<Finding> found) {
        return changed(madeAt, found, documentNumber);
    }

    /** The same with its document number. */
    public Bulletin numbered(String number) {
        return changed(madeAt, findings, number);
    }

    /** As readers get it: with its number, of the day it is issued, and without the editor's findings. */
    public Bulletin issued(String number, Instant at) {
        return changed(at, List.of(), number);
    }

    private Bulletin changed(Instant at, List<Finding> found, String number) {
        return new Bulletin(
                hotline,
                period,
                span,
                profileVersion,
                at,
                cutOff,
                titleParts,
                addressee,
                opening,
                sections,
                attachment,
                notes,
                completeUntil,
                issuer,
                found,
                figures,
                number);
    }

    public String title() {
        return String.join("", titleParts);
    }

    public Optional<Figure> figure(String id) {
        return Optional.ofNullable(figures.get(id));
    }

    /** The day under the signature: 2026年12月1日. */
    public String day() {
        var day = madeAt.atZone(span.zone()).toLocalDate();
        return day.getYear() + "年" + day.getMonthValue() + "月" + day.getDayOfMonth() + "日";
    }
}
