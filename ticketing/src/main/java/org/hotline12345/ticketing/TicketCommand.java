package org.hotline12345.ticketing;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.hotline12345.office.SignedIn;
import org.hotline12345.office.UnitCode;

/** What a person wants done with a ticket. */
public sealed interface TicketCommand {
    SignedIn by();

    /** The stable word for a command in addresses and pages. */
    enum Kind {
        ANSWER,
        REJECT,
        DISPATCH,
        INVOLVE,
        ACKNOWLEDGE,
        PROGRESS,
        RETURN,
        ACCEPT_RETURN,
        REFUSE_RETURN,
        RECALL,
        APPLY,
        GRANT,
        DECLINE,
        RESUME,
        REPLY,
        SEND_BACK,
        REVIEW,
        CLOSE,
        REOPEN,
        ARCHIVE,
        MERGE,
        UNMERGE,
        REMIND,
        CHASE,
        SUPPLEMENT,
        WITHDRAW,
        VOID,
        RECLASSIFY,
        EXCLUDE,
        INCLUDE,
        SUPERVISE,
        END_SUPERVISION,
        SIGN_OFF,
        WITHDRAW_CARD;

        /**
         * Whether it carries the ticket on: who has such a step before him may know whom to reach.
         */
        boolean isNextStep() {
            return switch (this) {
                case ANSWER,
                        REJECT,
                        DISPATCH,
                        ACKNOWLEDGE,
                        PROGRESS,
                        RETURN,
                        REPLY,
                        ACCEPT_RETURN,
                        REFUSE_RETURN,
                        SEND_BACK,
                        REVIEW,
                        CLOSE -> true;
                default -> false;
            };
        }

        /** As it stands in an address, {@code send-back}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** About one unit's work. */
    sealed interface OnAssignment extends TicketCommand {
        /** Empty: the person's own unit; for people of the office the one that asked for what is decided, else the lead. */
        Optional<UnitCode> unit();
    }

    /** Given by the unit itself. */
    sealed interface OfUnit extends OnAssignment {}

    // Before units have it

    /** 直办: the agent who registered it answers at once. */
    record Answer(SignedIn by, String text) implements TicketCommand {
        public Answer {
            text = Texts.prose("text", text);
        }
    }

    /** 不予受理 */
    record Reject(SignedIn by, RejectReason reason, String words) implements TicketCommand {
        public Reject {
            words = Texts.prose("words", words);
        }
    }

    /** 派单: to the unit that leads and those that assist. */
    record Dispatch(SignedIn by, UnitCode unit, List<UnitCode> assisting) implements TicketCommand {
        static final int MOST_ASSISTING = 50;

        public Dispatch {
            assisting = distinct(assisting);
            if (assisting.contains(unit)) {
                throw new IllegalArgumentException("\"assisting\" names the leading unit " + unit);
            }
        }

        public Dispatch(SignedIn by, UnitCode unit) {
            this(by, unit, List.of());
        }
    }

    /** 增派协办 */
    record Involve(SignedIn by, List<UnitCode> assisting) implements TicketCommand {
        public Involve {
            assisting = distinct(assisting);
            if (assisting.isEmpty()) {
                throw new IllegalArgumentException("\"assisting\" must name a unit");
            }
        }
    }

    // The unit's work

    /** 签收 */
    record Acknowledge(SignedIn by, Optional<UnitCode> unit) implements OfUnit {
        public Acknowledge(SignedIn by) {
            this(by, Optional.empty());
        }
    }

    /** 阶段反馈 */
    record Progress(SignedIn by, Optional<UnitCode> unit, String text) implements OfUnit {
        public Progress {
            text = Texts.prose("text", text);
        }
    }

    /** 退单: the unit asks the office to take it back. */
    record Return(SignedIn by, Optional<UnitCode> unit, String why, Optional<UnitCode> suggestedUnit)
            implements OfUnit {
        public Return {
            why = Texts.prose("why", why);
        }

        public Return(SignedIn by, String why, Optional<UnitCode> suggestedUnit) {
            this(by, Optional.empty(), why, suggestedUnit);
        }
    }

    /** 申请 */
    record Apply(SignedIn by, Optional<UnitCode> unit, Application application, String why) implements OfUnit {
        public Apply {
            why = Texts.prose("why", why);
        }
    }

    /**
     * 答复
     *
     * @param contacted whether the unit says that it spoke with the citizen
     */
    record Reply(SignedIn by, Optional<UnitCode> unit, String text, boolean contacted) implements OfUnit {
        public Reply {
            text = Texts.prose("text", text);
        }

        public Reply(SignedIn by, String text, boolean contacted) {
            this(by, Optional.empty(), text, contacted);
        }
    }

    // The office about a unit's work

    /** 同意退单 */
    record AcceptReturn(SignedIn by, Optional<UnitCode> unit) implements OnAssignment {
        public AcceptReturn(SignedIn by) {
            this(by, Optional.empty());
        }
    }

    /** 不同意退单 */
    record RefuseReturn(SignedIn by, Optional<UnitCode> unit, String why) implements OnAssignment {
        public RefuseReturn {
            why = Texts.prose("why", why);
        }

        public RefuseReturn(SignedIn by, String why) {
            this(by, Optional.empty(), why);
        }
    }

    /** 撤回: the office takes the ticket back from a unit. */
    record Recall(SignedIn by, Optional<UnitCode> unit, String why) implements OnAssignment {
        public Recall {
            why = Texts.prose("why", why);
        }
    }

    /** 批准 */
    record Grant(SignedIn by, Optional<UnitCode> unit, Application.Kind application, String words)
            implements OnAssignment {
        public Grant {
            words = Texts.prose("words", words);
        }
    }

    /** 不批准 */
    record Decline(SignedIn by, Optional<UnitCode> unit, Application.Kind application, String why)
            implements OnAssignment {
        public Decline {
            why = Texts.prose("why", why);
        }
    }

    /** 退回重新答复 */
    record SendBack(SignedIn by, Optional<UnitCode> unit, String why) implements OnAssignment {
        public SendBack {
            why = Texts.prose("why", why);
        }

        public SendBack(SignedIn by, String why) {
            this(by, Optional.empty(), why);
        }
    }

    /** 办结: the office accepts the reply; the lead unit's handles the ticket. */
    record Review(SignedIn by, Optional<UnitCode> unit) implements OnAssignment {
        public Review(SignedIn by) {
            this(by, Optional.empty());
        }
    }

    /** 催办 */
    record Remind(SignedIn by, Optional<UnitCode> unit, String why) implements OnAssignment {
        public Remind {
            why = Texts.prose("why", why);
        }
    }

    /** 撤牌 */
    record WithdrawCard(SignedIn by, Optional<UnitCode> unit, Card card, String why) implements OnAssignment {
        public WithdrawCard {
            why = Texts.prose("why", why);
        }
    }

    // The office about the ticket

    /** The clocks run again after a suspension. */
    record Resume(SignedIn by, String why) implements TicketCommand {
        public Resume {
            why = Texts.prose("why", why);
        }
    }

    /** 结案 */
    record Close(SignedIn by) implements TicketCommand {}

    /** 重办: back to the dispatcher. */
    record Reopen(SignedIn by, String why) implements TicketCommand {
        public Reopen {
            why = Texts.prose("why", why);
        }
    }

    /** 归档 */
    record Archive(SignedIn by) implements TicketCommand {}

    /** 并单: another ticket shall stand for this one. */
    record Merge(SignedIn by, TicketNumber into, String why) implements TicketCommand {
        public Merge {
            why = Texts.prose("why", why);
        }
    }

    /** 拆单 */
    record Unmerge(SignedIn by, String why) implements TicketCommand {
        public Unmerge {
            why = Texts.prose("why", why);
        }
    }

    /** 催单 */
    record Chase(SignedIn by, String text) implements TicketCommand {
        public Chase {
            text = Texts.prose("text", text);
        }
    }

    /** 补充 */
    record Supplement(SignedIn by, String text) implements TicketCommand {
        public Supplement {
            text = Texts.prose("text", text);
        }
    }

    /** 撤诉 */
    record Withdraw(SignedIn by, String why) implements TicketCommand {
        public Withdraw {
            why = Texts.prose("why", why);
        }
    }

    /** 作废 */
    record MakeVoid(SignedIn by, String why) implements TicketCommand {
        public MakeVoid {
            why = Texts.prose("why", why);
        }
    }

    /** What is given is changed; the citizen's words are not. */
    record Reclassify(
            SignedIn by,
            Optional<Nature> nature,
            Optional<String> title,
            Optional<String> area,
            Optional<Boolean> urgent,
            Optional<String> domain,
            String why)
            implements TicketCommand {
        public Reclassify {
            if (nature.isEmpty() && title.isEmpty() && area.isEmpty() && urgent.isEmpty() && domain.isEmpty()) {
                throw new IllegalArgumentException(
                        "one of \"nature\", \"title\", \"area\", \"urgent\", \"domain\" must be given");
            }
            why = Texts.prose("why", why);
        }

        /** Without a word about what it is sorted by. */
        public Reclassify(
                SignedIn by,
                Optional<Nature> nature,
                Optional<String> title,
                Optional<String> area,
                Optional<Boolean> urgent,
                String why) {
            this(by, nature, title, area, urgent, Optional.empty(), why);
        }

        Matter of(Matter matter) {
            return new Matter(
                    nature.orElse(matter.nature()),
                    title.orElse(matter.title()),
                    matter.content(),
                    area.or(matter::area),
                    urgent.orElse(matter.urgent()),
                    domain.or(matter::domain));
        }
    }

    /** 剔除, by the office without a unit's asking. */
    record Exclude(SignedIn by, String why, String evidence) implements TicketCommand {
        public Exclude {
            why = Texts.prose("why", why);
            evidence = Texts.prose("evidence", evidence);
        }
    }

    /** Takes an exclusion back. */
    record Include(SignedIn by, String why) implements TicketCommand {
        public Include {
            why = Texts.prose("why", why);
        }
    }

    /** 督办 */
    record Supervise(SignedIn by, String way, String why, List<String> with) implements TicketCommand {
        static final int MOST_PARTICIPANTS = 50;

        public Supervise {
            way = Texts.line("way", way, 50);
            why = Texts.prose("why", why);
            if (with.size() > MOST_PARTICIPANTS) {
                throw new IllegalArgumentException("\"with\" names at most " + MOST_PARTICIPANTS);
            }
            with = with.stream().map(one -> Texts.line("with", one, 100)).toList();
        }
    }

    record EndSupervision(SignedIn by, String minutes) implements TicketCommand {
        public EndSupervision {
            minutes = Texts.prose("minutes", minutes);
        }
    }

    /** 签批 */
    record SignOff(SignedIn by, String leader, String opinion) implements TicketCommand {
        public SignOff {
            leader = Texts.line("leader", leader, 100);
            opinion = Texts.prose("opinion", opinion);
        }
    }

    default Kind kind() {
        return switch (this) {
            case Answer _ -> Kind.ANSWER;
            case Reject _ -> Kind.REJECT;
            case Dispatch _ -> Kind.DISPATCH;
            case Involve _ -> Kind.INVOLVE;
            case Acknowledge _ -> Kind.ACKNOWLEDGE;
            case Progress _ -> Kind.PROGRESS;
            case Return _ -> Kind.RETURN;
            case AcceptReturn _ -> Kind.ACCEPT_RETURN;
            case RefuseReturn _ -> Kind.REFUSE_RETURN;
            case Recall _ -> Kind.RECALL;
            case Apply _ -> Kind.APPLY;
            case Grant _ -> Kind.GRANT;
            case Decline _ -> Kind.DECLINE;
            case Resume _ -> Kind.RESUME;
            case Reply _ -> Kind.REPLY;
            case SendBack _ -> Kind.SEND_BACK;
            case Review _ -> Kind.REVIEW;
            case Close _ -> Kind.CLOSE;
            case Reopen _ -> Kind.REOPEN;
            case Archive _ -> Kind.ARCHIVE;
            case Merge _ -> Kind.MERGE;
            case Unmerge _ -> Kind.UNMERGE;
            case Remind _ -> Kind.REMIND;
            case Chase _ -> Kind.CHASE;
            case Supplement _ -> Kind.SUPPLEMENT;
            case Withdraw _ -> Kind.WITHDRAW;
            case MakeVoid _ -> Kind.VOID;
            case Reclassify _ -> Kind.RECLASSIFY;
            case Exclude _ -> Kind.EXCLUDE;
            case Include _ -> Kind.INCLUDE;
            case Supervise _ -> Kind.SUPERVISE;
            case EndSupervision _ -> Kind.END_SUPERVISION;
            case SignOff _ -> Kind.SIGN_OFF;
            case WithdrawCard _ -> Kind.WITHDRAW_CARD;
        };
    }

    private static List<UnitCode> distinct(List<UnitCode> units) {
        var once = units.stream().distinct().toList();
        if (once.size() > Dispatch.MOST_ASSISTING) {
            throw new IllegalArgumentException("\"assisting\" names at most " + Dispatch.MOST_ASSISTING + " units");
        }
        return once;
    }
}
