package org.hotline12345.ops;

import java.time.Clock;
import java.util.List;
import java.util.stream.Collectors;
import org.hotline12345.callback.Callbacks;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.Office;
import org.hotline12345.office.PersonId;
import org.hotline12345.office.Refused;
import org.hotline12345.telephony.Caller;
import org.hotline12345.telephony.Telephony;
import org.hotline12345.ticketing.Ticket;
import org.hotline12345.ticketing.TicketNumber;
import org.hotline12345.ticketing.Ticketing;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Erases citizens, and looks after the keys of those who are kept. */
@Command(
        name = "person",
        description =
                "Erase a citizen (抹除): what he told of himself can never be read again; tickets and figures stay.",
        mixinStandardHelpOptions = true)
final class PersonCommand {
    private static final int NAMED = 20;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** The modules as this command needs them. */
    private record Parts(Office office, Telephony telephony, Ticketing ticketing, Callbacks callbacks, Erasing erasing)
            implements AutoCloseable {
        static Parts open(Config config, Installed installed) {
            var clock = Clock.systemUTC();
            var office = installed.office(clock);
            var telephony = Telephony.launch(installed.pool("telephony"), clock, office, config.telephony());
            var ticketing = Ticketing.launch(installed.pool("ticketing"), clock, office, telephony, config.ticketing());
            var callbacks = Callbacks.launch(
                    installed.pool("callback"), clock, office, telephony, ticketing, config.callback());
            return new Parts(
                    office,
                    telephony,
                    ticketing,
                    callbacks,
                    new Erasing(office, telephony.callers(), ticketing.requesters(), callbacks.respondents()));
        }

        @Override
        public void close() {
            callbacks.close();
            ticketing.close();
            telephony.close();
            office.close();
        }
    }

    @Command(
            name = "erase",
            description = {
                "Destroy a citizen's key, so that name, number, address and voice can never be read again, in the rows and in any backup.",
                "Says first what hangs on him. It cannot be undone."
            },
            mixinStandardHelpOptions = true)
    int erase(
            @Mixin ConfigOptions options,
            @Option(names = "--hotline", paramLabel = "CODE", description = "the hotline's code") @Nullable
                    String hotline,
            @Option(names = "--phone", paramLabel = "NUMBER", description = "the citizen's number") @Nullable
                    String phone,
            @Option(
                            names = "--ticket",
                            paramLabel = "NUMBER",
                            description = "instead of --phone: a ticket whose citizen gave no number")
                    @Nullable
                    String ticket,
            @Option(names = "--dry-run", description = "say what hangs on him and change nothing") boolean dryRun,
            @Option(
                            names = "--although-open",
                            paramLabel = "WHY",
                            description =
                                    "also while a ticket is open, a call goes on or a recording is on hold; WHY is kept in the audit trail")
                    @Nullable
                    String althoughOpen,
            @Option(names = "--unfinished", description = "only go on with what was cut off") boolean unfinished) {
        var config = options.load();
        try (var installed = Installed.open(config);
                var parts = Parts.open(config, installed)) {
            var resumed = parts.erasing().resume();
            if (resumed > 0) {
                say(resumed + " erasures that were cut off are finished");
            }
            if (unfinished) {
                return 0;
            }
            if (hotline == null || (phone == null) == (ticket == null)) {
                throw Refused.invalid("give --hotline and either --phone or --ticket");
            }
            var code = code(hotline);
            parts.office().hotline(code);
            return phone == null
                    ? eraseTicket(parts, code, number(ticket == null ? "" : ticket), dryRun, althoughOpen)
                    : erasePhone(parts, code, phone, dryRun, althoughOpen);
        }
    }

    private int erasePhone(
            Parts parts, HotlineCode hotline, String phone, boolean dryRun, @Nullable String althoughOpen) {
        if (!(parts.telephony().callerFrom(hotline, phone) instanceof Caller.Known(var number, var _))) {
            throw Refused.invalid("--phone is no telephone number");
        }
        var hanging = parts.erasing().hanging(hotline, number);
        if (hanging.isNothing()) {
            throw Refused.unknown("hotline " + hotline + " knows nobody with this number");
        }
        tell(hotline, hanging);
        if (dryRun || isRefused(hanging, althoughOpen)) {
            return dryRun ? 0 : 2;
        }
        told(parts.erasing().erase(hotline, number, why(althoughOpen)));
        return 0;
    }

    private int eraseTicket(
            Parts parts, HotlineCode hotline, TicketNumber number, boolean dryRun, @Nullable String althoughOpen) {
        var ticket = parts.ticketing()
                .find(hotline, number)
                .orElseThrow(() -> Refused.unknown("hotline " + hotline + " has no ticket " + number));
        var hanging = parts.erasing().hanging(hotline, ticket);
        tell(hotline, hanging);
        if (dryRun || isRefused(hanging, althoughOpen)) {
            return dryRun ? 0 : 2;
        }
        told(parts.erasing().erase(hotline, number, why(althoughOpen)));
        return 0;
    }

    private static String why(@Nullable String althoughOpen) {
        return althoughOpen == null ? "nothing in the way" : "although open, " + althoughOpen;
    }

    private boolean isRefused(Erasing.Hanging hanging, @Nullable String althoughOpen) {
        var reasons = hanging.inTheWay();
        if (reasons.isEmpty() || (althoughOpen != null && !althoughOpen.isBlank())) {
            return false;
        }
        say("refused: " + String.join(", ", reasons)
                + "; nothing was changed. Wait for their end, or give --although-open WHY");
        return true;
    }

    private void tell(HotlineCode hotline, Erasing.Hanging hanging) {
        var calls = hanging.calls();
        var asked = hanging.asked();
        say("on this citizen hang:");
        say("  " + hanging.tickets().size() + " tickets, " + hanging.open().size() + " open"
                + list(hanging.tickets().stream().map(Ticket::number).toList()));
        say("  " + calls.calls() + " calls, " + calls.inProgress() + " in progress; " + calls.recordings()
                + " recordings, " + calls.held() + " on hold; " + calls.messages() + " spoken messages; "
                + calls.findings() + " findings as malicious");
        say("  " + asked.surveys() + " surveys, " + asked.pending() + " not over; " + asked.replies() + " messages; "
                + asked.missedCalls() + " missed calls");
        say("erasing deletes recordings that are not on hold and spoken messages; tickets, times and figures stay.");
        if (!hanging.typed().isEmpty()) {
            say("  stays: his number or name was typed into the words of "
                    + hanging.typed().size() + " tickets" + list(hanging.typed())
                    + "; look at them, and mask the present text with");
            say("    ops/hotline person mask --hotline " + hotline + " --ticket NUMBER --text WORDS");
        }
        if (hanging.attachments() > 0) {
            say("  stays: " + hanging.attachments() + " files attached to his tickets; what is in them is not known");
        }
        for (var other : hanging.elsewhere()) {
            say("  stays: hotline " + other + " knows the number too: erase it there with --hotline " + other);
        }
    }

    private void told(Erasing.Erased erased) {
        say("erased: the key is destroyed; " + erased.tickets() + " tickets, " + erased.calls() + " calls, "
                + erased.surveys() + " surveys say 已抹除; " + erased.sound().deleted() + " recordings and "
                + erased.sound().messages() + " spoken messages deleted"
                + (erased.sound().kept() == 0
                        ? ""
                        : ", " + erased.sound().kept() + " recordings stay as they are on hold"));
        say(
                "copy the file of citizens' keys anew and destroy its older copies: with one of them old backups could be read");
    }

    @Command(
            name = "mask",
            description =
                    "Put asterisks in the place of words in a ticket's present text; what its log holds of before stays.",
            mixinStandardHelpOptions = true)
    int mask(
            @Mixin ConfigOptions options,
            @Option(names = "--hotline", required = true, paramLabel = "CODE", description = "the hotline's code")
                    String hotline,
            @Option(names = "--ticket", required = true, paramLabel = "NUMBER", description = "the ticket")
                    String ticket,
            @Option(names = "--text", required = true, paramLabel = "WORDS", description = "what is to go")
                    String text) {
        var config = options.load();
        try (var installed = Installed.open(config);
                var parts = Parts.open(config, installed)) {
            var code = code(hotline);
            parts.office().hotline(code);
            var masked = parts.ticketing().requesters().mask(code, number(ticket), text);
            parts.office()
                    .audit(
                            PersonId.SYSTEM,
                            code,
                            "ticketing.mask-text",
                            masked.number().value());
            say("the present text of ticket " + masked.number() + " is masked");
        }
        return 0;
    }

    @Command(
            name = "reseal",
            description =
                    "Put what was sealed before citizens had keys of their own under theirs; can be cut off and given again, also while the hotline runs.",
            mixinStandardHelpOptions = true)
    int reseal(@Mixin ConfigOptions options) {
        var config = options.load();
        try (var installed = Installed.open(config);
                var parts = Parts.open(config, installed)) {
            parts.erasing().resealAll(words -> say(words + " were put under their citizens' own keys"));
        }
        return 0;
    }

    private static String list(List<TicketNumber> numbers) {
        if (numbers.isEmpty()) {
            return "";
        }
        var more = numbers.size() > NAMED ? " and " + (numbers.size() - NAMED) + " more" : "";
        return ": " + numbers.stream().limit(NAMED).map(TicketNumber::value).collect(Collectors.joining(", ")) + more;
    }

    private static TicketNumber number(String text) {
        try {
            return new TicketNumber(text);
        } catch (IllegalArgumentException e) {
            throw Refused.invalid(String.valueOf(e.getMessage()));
        }
    }

    private static HotlineCode code(String text) {
        try {
            return new HotlineCode(text);
        } catch (IllegalArgumentException e) {
            throw Refused.invalid(String.valueOf(e.getMessage()));
        }
    }

    private void say(String words) {
        spec.commandLine().getOut().println(words);
    }
}
