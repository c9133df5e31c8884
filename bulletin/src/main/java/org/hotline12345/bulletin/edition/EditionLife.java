package org.hotline12345.bulletin.edition;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.hotline12345.bulletin.edition.EditionCommand.Answer;
import org.hotline12345.bulletin.edition.EditionCommand.AssignNumber;
import org.hotline12345.bulletin.edition.EditionCommand.Check;
import org.hotline12345.bulletin.edition.EditionCommand.Explain;
import org.hotline12345.bulletin.edition.EditionCommand.Freeze;
import org.hotline12345.bulletin.edition.EditionCommand.Publish;
import org.hotline12345.bulletin.edition.EditionCommand.SendBack;
import org.hotline12345.bulletin.edition.EditionCommand.Show;
import org.hotline12345.bulletin.edition.EditionCommand.SignOff;
import org.hotline12345.bulletin.edition.EditionState.Checked;
import org.hotline12345.bulletin.edition.EditionState.Draft;
import org.hotline12345.bulletin.edition.EditionState.Frozen;
import org.hotline12345.bulletin.edition.EditionState.Numbered;
import org.hotline12345.bulletin.edition.EditionState.Shown;
import org.hotline12345.bulletin.edition.EditionState.SignedOff;
import org.hotline12345.office.PersonId;
import org.hotline12345.office.Refused;

/** The way of an edition from the first draft to its readers. What stands not here is refused. */
final class EditionLife {
    private record Step(EditionState state, EditionCommand command) {}

    private EditionLife() {}

    /** @throws Refused (conflict) with what must be done before */
    static EditionFact decide(Edition edition, EditionCommand command, PersonId by, Instant now) {
        return switch (new Step(edition.state(), command)) {
            case Step(Draft _, Show show) -> shown(show, by, now);
            case Step(Shown _, Show show) -> shown(show, by, now);
            case Step(Shown(var until), EditionCommand.ObjectTo(var unit, var matter, var words)) ->
                new EditionFact.Objected(
                        now, by, edition.objections().size() + 1, unit, matter, words, now.isAfter(until));
            case Step(Shown _, Answer(var number, var accepted, var words))
            when edition.unanswered().stream().anyMatch(one -> one.number() == number) ->
                new EditionFact.Answered(now, by, number, accepted, words);
            case Step(Draft _, Freeze(var unseenWhy, var findings))
            when unseenWhy.isPresent() -> new EditionFact.Frozen(now, by, now, unseenWhy, findings);
            case Step(Shown(var until), Freeze(var _, var findings))
            when !now.isBefore(until) && edition.unanswered().isEmpty() ->
                new EditionFact.Frozen(now, by, edition.cutOff().orElse(now), Optional.empty(), findings);
            case Step(Frozen _, Explain(var place, var words))
            when place >= 0 && place < edition.findings().size() -> new EditionFact.Explained(now, by, place, words);
            case Step(Frozen(var who), Check _)
            when !who.equals(by) && edition.unexplained().isEmpty() -> new EditionFact.Checked(now, by);
            case Step(Checked _, SignOff(var leader)) -> new EditionFact.SignedOff(now, by, leader);
            case Step(Shown _, SendBack(var why)) -> new EditionFact.SentBack(now, by, why);
            case Step(Frozen _, SendBack(var why)) -> new EditionFact.SentBack(now, by, why);
            case Step(Checked _, SendBack(var why)) -> new EditionFact.SentBack(now, by, why);
            case Step(SignedOff _, SendBack(var why)) -> new EditionFact.SentBack(now, by, why);
            case Step(Numbered _, SendBack(var why)) -> new EditionFact.SentBack(now, by, why);
            case Step(SignedOff _, AssignNumber(var number)) -> new EditionFact.Numbered(now, by, number);
            case Step(Numbered _, Publish _) -> new EditionFact.Published(now, by);
            case Step(var _, var _) -> throw Refused.conflict(why(edition, command));
        };
    }

    private static EditionFact shown(Show show, PersonId by, Instant now) {
        var cutOff = show.cutOff().orElse(now);
        if (cutOff.isAfter(now)) {
            throw Refused.invalid("\"cutOff\" lies in the future");
        }
        return new EditionFact.Shown(now, by, cutOff, now.plus(Duration.ofDays(show.days())));
    }

    /** In the words of who is to do something about it. */
    private static String why(Edition edition, EditionCommand command) {
        return switch (new Step(edition.state(), command)) {
            case Step(Draft _, Freeze _) -> "各单位尚未核对数据：请先送单位核对，或说明不核对的理由";
            case Step(Shown(var until), Freeze _)
            when !edition.unanswered().isEmpty() ->
                "还有" + edition.unanswered().size() + "条异议未答复，不能冻结（核对截止" + until + "）";
            case Step(Shown(var until), Freeze _) -> "单位核对未到期，" + until + "之后才能冻结";
            case Step(Shown _, Answer(var number, var _, var _)) -> "第" + number + "条异议不存在或已答复";
            case Step(Frozen _, Explain _) -> "没有这一条核对事项";
            case Step(Frozen _, Check _)
            when !edition.unexplained().isEmpty() ->
                "还有" + edition.unexplained().size() + "条核对事项未说明理由，不能审核通过";
            case Step(Frozen _, Check _) -> "冻结数据的人不能审核自己编的通报";
            case Step(EditionState.Published _, var _) -> "已发布的通报不再改动，请另出更正版";
            case Step(var state, var _) ->
                "“" + state.stage().title() + "”的通报不能这样办理（" + command.getClass().getSimpleName() + "）";
        };
    }
}
