package org.hotline12345.ops.imports;

import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.hotline12345.office.Hotline;
import org.hotline12345.ticketing.HistoricTicket;
import org.hotline12345.ticketing.Matter;
import org.hotline12345.ticketing.Nature;
import org.hotline12345.ticketing.Requester;
import org.hotline12345.ticketing.TicketImports;
import org.hotline12345.ticketing.Upstream;
import org.hotline12345.ticketing.UpstreamProfile;
import org.hotline12345.ticketing.UpstreamRating;
import org.hotline12345.ticketing.UpstreamTicket;

/** Tickets of the hotline above, in the columns that the hotline's profile names: by the upstream's number. */
public final class UpstreamKind implements Kind<UpstreamTicket> {
    private static final int MOST_PROSE = 5_000;

    private final Upstream upstream;
    private final Hotline hotline;
    private final Instant fileAt;
    private final List<Column<?>> columns = new ArrayList<>();
    private final Column<String> number;
    private final Column<String> title;
    private final Column<String> content;
    private final Optional<Column<Nature>> nature;
    private final Optional<Column<String>> area;
    private final Optional<Column<Boolean>> urgent;
    private final Optional<Column<String>> requester;
    private final Optional<Column<String>> phone;
    private final Optional<Column<LocalDateTime>> due;
    private final Optional<Column<UpstreamRating>> result;
    private final Optional<Column<UpstreamRating>> service;

    /** @param fileAt when the platform made the file */
    public UpstreamKind(Upstream upstream, Hotline hotline, Instant fileAt) {
        this.upstream = upstream;
        this.hotline = hotline;
        this.fileAt = fileAt;
        var profile = upstream.profile();
        this.number = needed(profile, UpstreamProfile.Column.NUMBER, HistoricTicket.MAX_OUTSIDE_NUMBER);
        this.title = needed(profile, UpstreamProfile.Column.TITLE, Matter.MAX_TITLE);
        this.content = needed(profile, UpstreamProfile.Column.CONTENT, MOST_PROSE);
        this.nature = optional(profile, UpstreamProfile.Column.NATURE, Parse.word(Nature.class, profile.natures()));
        this.area = optional(profile, UpstreamProfile.Column.AREA, Parse.line(Matter.MAX_AREA));
        this.urgent = optional(profile, UpstreamProfile.Column.URGENT, Parse::flag);
        this.requester = optional(profile, UpstreamProfile.Column.REQUESTER, Parse.line(50));
        this.phone = optional(profile, UpstreamProfile.Column.PHONE, Parse.line(40));
        this.due = optional(profile, UpstreamProfile.Column.DUE, Parse::moment);
        var ratings = Parse.word(UpstreamRating.class, Names.UPSTREAM_RATINGS);
        this.result = optional(profile, UpstreamProfile.Column.RESULT_RATING, ratings);
        this.service = optional(profile, UpstreamProfile.Column.SERVICE_RATING, ratings);
    }

    @Override
    public List<Column<?>> columns() {
        return List.copyOf(columns);
    }

    @Override
    public UpstreamTicket row(Cells cells) {
        var given = phone.flatMap(cells::get);
        if (given.isPresent() && TicketImports.phone(given.get(), hotline).isEmpty()) {
            throw new BadCell(phone.get(), "is no telephone number");
        }
        return new UpstreamTicket(
                cells.need(number),
                new Matter(
                        nature.flatMap(cells::get).orElse(Nature.OTHER),
                        cells.need(title),
                        cells.need(content),
                        area.flatMap(cells::get),
                        urgent.flatMap(cells::get).orElse(false)),
                new Requester(requester.flatMap(cells::get), given),
                due.flatMap(cells::get).map(moment -> Parse.at(moment, hotline.zone())),
                result.flatMap(cells::get),
                service.flatMap(cells::get));
    }

    @Override
    public String key(UpstreamTicket row) {
        return row.number();
    }

    @Override
    public Stored store(List<UpstreamTicket> batch) {
        var kept = upstream.keep(batch, fileAt);
        return new Stored(kept.added(), kept.changed(), kept.same());
    }

    private Column<String> needed(UpstreamProfile profile, UpstreamProfile.Column column, int most) {
        // The profile refuses an empty title for these.
        var made = Column.<String>needed(
                profile.title(column).orElse(column.name()), List.of(), "", "", Parse.prose(most));
        columns.add(made);
        return made;
    }

    private <T> Optional<Column<T>> optional(
            UpstreamProfile profile, UpstreamProfile.Column column, Function<String, T> parse) {
        Optional<Column<T>> made =
                profile.title(column).map(named -> Column.<T>optional(named, List.of(), "", "", parse));
        made.ifPresent(columns::add);
        return made;
    }
}
