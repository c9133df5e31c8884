package org.hotline12345.bulletin.edition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hotline12345.bulletin.Finding;
import org.hotline12345.bulletin.Period;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.PersonId;
import org.hotline12345.office.Refused;
import org.hotline12345.office.UnitCode;
import org.junit.jupiter.api.Test;

class EditionLifeTest {
    private static final Instant NOW = Instant.parse("2026-12-03T01:30:00Z");
    private static final PersonId EDITOR = new PersonId(new UUID(1, 1));
    private static final PersonId OTHER = new PersonId(new UUID(2, 2));
    private static final Objection.Matter FIGURE = new Objection.Matter.OfFigure("unit/water/tickets");
    private static final Finding FINDING = new Finding(Finding.Kind.CONTRADICTION, "各类诉求之和与工单量不符");

    private static final Map<String, EditionCommand> COMMANDS = commands();

    @Test
    void theWholeWayIsTheseStepsAndNoOthers() {
        var steps = new ArrayList<String>();
        ways().forEach((state, edition) -> COMMANDS.forEach((word, command) -> {
            try {
                var after = edition.after(EditionLife.decide(edition, command, OTHER, NOW.plus(Duration.ofDays(9))));
                steps.add(state + " --" + word + "--> " + after.state().stage());
            } catch (Refused e) {
                assertThat(e.kind()).isEqualTo(Refused.Kind.CONFLICT);
            }
        }));
        assertThat(steps)
                .containsExactly(
                        "DRAFT --show--> SHOWN",
                        "DRAFT --freeze--> FROZEN",
                        "SHOWN --show--> SHOWN",
                        "SHOWN --object--> SHOWN",
                        "SHOWN --freeze--> FROZEN",
                        "SHOWN --send back--> DRAFT",
                        "FROZEN --explain--> FROZEN",
                        "FROZEN --send back--> DRAFT",
                        "EXPLAINED --explain--> FROZEN",
                        "EXPLAINED --check--> CHECKED",
                        "EXPLAINED --send back--> DRAFT",
                        "CHECKED --sign off--> SIGNED_OFF",
                        "CHECKED --send back--> DRAFT",
                        "SIGNED_OFF --number--> NUMBERED",
                        "SIGNED_OFF --send back--> DRAFT",
                        "NUMBERED --publish--> PUBLISHED",
                        "NUMBERED --send back--> DRAFT");
    }

    @Test
    void whatComesAfterTheTimeThatUnitsHaveIsMarkedAndNotRefused() {
        var shown = ways().get("SHOWN");
        var intime =
                EditionLife.decide(shown, new EditionCommand.ObjectTo(new UnitCode("water"), FIGURE, "少计"), OTHER, NOW);
        var late = EditionLife.decide(
                shown,
                new EditionCommand.ObjectTo(new UnitCode("water"), FIGURE, "少计"),
                OTHER,
                NOW.plus(Duration.ofDays(4)));
        assertThat(((EditionFact.Objected) intime).late()).isFalse();
        assertThat(((EditionFact.Objected) late).late()).isTrue();
    }

    @Test
    void whatIsSentBackBeginsAgainWithoutFindingsAndKeepsItsObjections() {
        var edition = after(
                ways().get("SHOWN"),
                new EditionCommand.ObjectTo(new UnitCode("water"), FIGURE, "少计"),
                new EditionCommand.Answer(1, true, "已核实"),
                new EditionCommand.Freeze(Optional.empty(), List.of(FINDING)),
                new EditionCommand.SendBack("重算"));
        assertThat(edition.findings()).isEmpty();
        assertThat(edition.cutOff()).isEmpty();
        assertThat(edition.objections()).hasSize(1);
        assertThat(edition.documentNumber()).isEmpty();
    }

    @Test
    void aCutOffInTheFutureIsRefused() {
        assertThatThrownBy(() -> EditionLife.decide(
                        ways().get("DRAFT"), new EditionCommand.Show(3, Optional.of(NOW.plusSeconds(1))), EDITOR, NOW))
                .hasMessageContaining("cutOff");
    }

    @Test
    void aLogComesBackFromItsJsonAsItWas() {
        var edition = after(
                ways().get("EXPLAINED"),
                new EditionCommand.Check(),
                new EditionCommand.SignOff("王主任"),
                new EditionCommand.AssignNumber("北热办〔2026〕11号"),
                new EditionCommand.Publish());
        var read = edition.log().stream()
                .map(fact -> RecordJson.read(RecordJson.write(fact, EditionFact.class), EditionFact.class))
                .toList();
        assertThat(read).isEqualTo(edition.log());
        assertThat(Edition.of(edition.id(), edition.hotline(), edition.period(), edition.version(), read))
                .isEqualTo(edition);
    }

    private static Map<String, Edition> ways() {
        var draft = Edition.of(
                new UUID(0, 7),
                new HotlineCode("north"),
                Period.of("2026-11"),
                1,
                List.of(new EditionFact.Opened(NOW, EDITOR, Optional.empty())));
        var shown = after(draft, new EditionCommand.Show(3, Optional.empty()));
        var frozen = after(draft, new EditionCommand.Freeze(Optional.of("已核对"), List.of(FINDING)));
        var explained = after(frozen, new EditionCommand.Explain(0, "只公布投诉"));
        var checked = after(explained, new EditionCommand.Check());
        var signed = after(checked, new EditionCommand.SignOff("王主任"));
        var numbered = after(signed, new EditionCommand.AssignNumber("北热办〔2026〕11号"));
        var ways = new LinkedHashMap<String, Edition>();
        ways.put("DRAFT", draft);
        ways.put("SHOWN", shown);
        ways.put("FROZEN", frozen);
        ways.put("EXPLAINED", explained);
        ways.put("CHECKED", checked);
        ways.put("SIGNED_OFF", signed);
        ways.put("NUMBERED", numbered);
        ways.put("PUBLISHED", after(numbered, new EditionCommand.Publish()));
        return ways;
    }

    /** The editor does all but check. */
    private static Edition after(Edition edition, EditionCommand... commands) {
        var at = edition;
        for (var command : commands) {
            var by = command instanceof EditionCommand.Check ? OTHER : EDITOR;
            var when = command instanceof EditionCommand.Freeze ? NOW.plus(Duration.ofDays(9)) : NOW;
            at = at.after(EditionLife.decide(at, command, by, when));
        }
        return at;
    }

    private static Map<String, EditionCommand> commands() {
        var commands = new LinkedHashMap<String, EditionCommand>();
        commands.put("show", new EditionCommand.Show(3, Optional.empty()));
        commands.put("object", new EditionCommand.ObjectTo(new UnitCode("water"), FIGURE, "少计"));
        commands.put("answer", new EditionCommand.Answer(1, true, "已核实"));
        commands.put("freeze", new EditionCommand.Freeze(Optional.of("已核对"), List.of()));
        commands.put("explain", new EditionCommand.Explain(0, "只公布投诉"));
        commands.put("check", new EditionCommand.Check());
        commands.put("sign off", new EditionCommand.SignOff("王主任"));
        commands.put("number", new EditionCommand.AssignNumber("北热办〔2026〕12号"));
        commands.put("publish", new EditionCommand.Publish());
        commands.put("send back", new EditionCommand.SendBack("重算"));
        return commands;
    }
}
