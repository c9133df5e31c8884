package org.hotline12345.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.hotline12345.ops.TwoOffices.Person;
import org.hotline12345.ops.kit.Asker;
import org.hotline12345.ops.kit.RightsTable;
import org.hotline12345.ops.kit.RightsTable.Kind;
import org.hotline12345.ops.kit.RightsTable.Line;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The table of rights ({@code rights.txt}) against the program: every address for every role, of this hotline and another one, of
 * the unit that has the thing and another one. Those who may come last, for what they do changes what there is.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RightsIT {
    /** Whoever reads it before asking for the right answers 400. */
    private static final String NO_JSON = "{";

    private static final RightsTable TABLE = RightsTable.read();
    private static TwoOffices offices;

    @BeforeAll
    static void open(@TempDir Path folder) throws IOException {
        offices = TwoOffices.open(folder.resolve("data"));
    }

    @AfterAll
    static void close() {
        if (offices != null) {
            offices.close();
        }
    }

    @Test
    @Order(1)
    void everyAddressIsInTheTableAndEveryLineIsAnAddress() {
        var mounted = offices.mounted().stream()
                .flatMap(route -> Optional.ofNullable(route.methods())
                        .map(methods -> methods.stream().map(Object::toString).toList())
                        .orElse(List.of("ANY"))
                        .stream()
                        .map(method -> method + " "
                                + Optional.ofNullable(route.getName()).orElse("*")))
                .collect(Collectors.toCollection(TreeSet::new));
        var listed = new TreeSet<>(TABLE.lines().stream().map(Line::mounted).toList());
        assertThat(listed).isEqualTo(mounted);
    }

    @Test
    @Order(2)
    void everyRoleOfTheOfficeIsTried() {
        var tried = offices.north().stream().map(Person::name).collect(Collectors.toSet());
        assertThat(tried).containsAll(offices.roles());
        assertThat(TABLE.lines().stream().flatMap(line -> line.may().stream()))
                .as("roles that the table names")
                .allMatch(tried::contains);
    }

    @Test
    @Order(3)
    void whoMayNotIsRefusedBeforeAnythingIsReadOrChanged() {
        var before = settledRows();
        var wrong = new ArrayList<String>();
        for (var line : asked(Kind.ROLES)) {
            for (var who : offices.north()) {
                if (!who.name().equals("stranger") && !line.may().contains(who.name())) {
                    for (var body : bodies(line, line.late().contains(who.name()))) {
                        var answer = ask(line, who.asker(), offices.things(who), body);
                        if (!isRefusal(line, answer)) {
                            wrong.add(said(line, who.name(), body, answer));
                        }
                    }
                }
            }
        }
        assertThat(wrong).as("answers to who may not").isEmpty();
        assertThat(changedSince(before)).isEmpty();
    }

    @Test
    @Order(4)
    void anotherHotlinesPeopleAndWhoHasAOneTimePasswordAreRefusedAndLearnNothing() {
        var before = settledRows();
        var wrong = new ArrayList<String>();
        for (var line : asked(Kind.ROLES)) {
            if (!line.self()) {
                for (var who : offices.outsiders()) {
                    for (var body : bodies(line, line.late().contains(who.name()))) {
                        var answer = ask(line, who.asker(), offices.things(who), body);
                        if (!isRefusal(line, answer)) {
                            wrong.add(said(line, who.name(), body, answer));
                        }
                        if (!alikeToMissing(line, who, body, answer)) {
                            wrong.add("otherwise than when it is missing: " + said(line, who.name(), body, answer));
                        }
                    }
                }
            }
        }
        assertThat(wrong).as("answers to outsiders").isEmpty();
        assertThat(changedSince(before)).isEmpty();
    }

    @Test
    @Order(5)
    void anotherUnitsTicketAnswersLikeOneThatIsNotThere() {
        var wrong = new ArrayList<String>();
        var compared = 0;
        for (var line : asked(Kind.ROLES)) {
            if (line.template().contains("/tickets/:number")) {
                for (var role : List.of("unit-clerk", "unit-leader")) {
                    var who = offices.north(role + TwoOffices.OTHER_UNIT);
                    var answer = ask(line, who.asker(), offices.things(who), line.body());
                    if (!alikeToMissing(line, who, line.body(), answer)) {
                        wrong.add(said(line, who.name(), line.body(), answer));
                    }
                    compared++;
                }
            }
        }
        assertThat(compared).isPositive();
        assertThat(wrong).isEmpty();
    }

    @Test
    @Order(6)
    void anotherAgentsCallIsNoCallAndAnotherAgentsTicketIsNotAnswered() {
        var other = offices.north("stranger");
        var compared = 0;
        for (var line : asked(Kind.ROLES)) {
            if (line.template().startsWith("/api/calls/:id=call") && line.may().contains("agent")) {
                var answer = ask(line, other.asker(), offices.things(other), line.body());
                assertThat(answer.status()).as(line.text()).isEqualTo(404);
                assertThat(alikeToMissing(line, other, line.body(), answer))
                        .as(line.text())
                        .isTrue();
                compared++;
            }
            if (line.template().matches("/api/tickets/.*:command=(answer|reject)")) {
                for (var body : bodies(line, false)) {
                    assertThat(ask(line, other.asker(), offices.things(other), body)
                                    .status())
                            .as(line.text())
                            .isEqualTo(403);
                }
                compared++;
            }
        }
        assertThat(compared).isEqualTo(7);
    }

    @Test
    @Order(7)
    void aUnitsListHoldsNoTicketOfAnotherUnitAndATipOffHidesWhoTold() {
        for (var address : List.of("/api/tickets", "/api/tickets/export.csv")) {
            for (var role : List.of("unit-clerk", "unit-leader")) {
                var other = offices.north(role + TwoOffices.OTHER_UNIT);
                var own = offices.north(role);
                var things = offices.things(own);
                assertThat(get(other, address)).doesNotContain(things.apply("taken"), things.apply("tip-off"));
                assertThat(get(own, address))
                        .contains(things.apply("taken"), things.apply("tip-off"))
                        .doesNotContain(things.apply("registered"));
                assertThat(get(own, "/api/tickets/" + things.apply("tip-off")))
                        .contains("偷排污水")
                        .doesNotContain("欧阳", "欧*", "0009", "15400000009");
            }
        }
    }

    @Test
    @Order(8)
    void withoutASignInOrATokenNothingIsAnswered() {
        var before = settledRows();
        var wrong = new ArrayList<String>();
        for (var line : TABLE.lines()) {
            var expected = switch (line.kind()) {
                case ROLES, CLIENT -> 401;
                case KEY -> 403;
                // Asked by nobody together with what changes something, below.
                case PUBLIC, FRAME -> 0;
            };
            if (expected != 0) {
                for (var body : bodies(line, false)) {
                    var answer = ask(line, offices.stranger(), offices.things(), body);
                    if (answer.status() != expected) {
                        wrong.add(said(line, "nobody", body, answer));
                    }
                }
            }
        }
        assertThat(wrong).as("answers to nobody").isEmpty();
        assertThat(changedSince(before)).isEmpty();
    }

    @Test
    @Order(9)
    void whoMayIsNotRefused() {
        var wrong = new ArrayList<String>();
        for (var line : TABLE.lines()) {
            switch (line.kind()) {
                case ROLES ->
                    line.may().forEach(role -> {
                        var who = offices.north(role);
                        var answer = ask(line, who.asker(), offices.things(who), line.body());
                        if (!isAccepted(answer)) {
                            wrong.add(said(line, role, line.body(), answer));
                        }
                    });
                case PUBLIC -> accepted(line, offices.stranger(), wrong);
                case CLIENT -> accepted(line, offices.client(), wrong);
                case KEY, FRAME -> {}
            }
        }
        assertThat(wrong).as("answers to who may").isEmpty();
    }

    private static void accepted(Line line, Asker asker, List<String> wrong) {
        var answer = ask(line, asker, offices.things(), line.body());
        if (!isAccepted(answer)) {
            wrong.add(said(line, line.kind().name(), line.body(), answer));
        }
    }

    /** Anything but the want of a right; Asterisk is away, which some answer with 503. */
    private static boolean isAccepted(Asker.Answer answer) {
        return answer.status() != 401 && answer.status() != 403 && (answer.status() < 500 || answer.status() == 503);
    }

    private static boolean isRefusal(Line line, Asker.Answer answer) {
        return (answer.status() == 403 || answer.status() == 404)
                && (line.method().equals("HEAD") || answer.type().equals("application/problem+json"));
    }

    /** But for the name of what was asked for. */
    private static boolean alikeToMissing(Line line, Person who, Optional<String> body, Asker.Answer answer) {
        if (line.things().isEmpty()) {
            return true;
        }
        var missing = offices.missing(who);
        var nothing = ask(line, who.asker(), missing, body);
        var expected = answer.body();
        for (var name : line.things()) {
            expected = expected.replace(offices.things(who).apply(name), missing.apply(name));
        }
        return nothing.status() == answer.status() && nothing.body().equals(expected);
    }

    /** As it should be, and such that whoever reads it stumbles: unless the right hangs on what it says. */
    private static List<Optional<String>> bodies(Line line, boolean isLate) {
        return line.hasJson() && !isLate ? List.of(line.body(), Optional.of(NO_JSON)) : List.of(line.body());
    }

    private static List<Line> asked(Kind kind) {
        return TABLE.lines().stream().filter(line -> line.kind() == kind).toList();
    }

    private static Asker.Answer ask(Line line, Asker asker, UnaryOperator<String> things, Optional<String> body) {
        var sent = body.equals(line.body()) ? line.body(things) : body;
        return asker.ask(line.method(), line.address(things, "north"), sent);
    }

    private static String get(Person who, String address) {
        var answer = who.asker().ask("GET", address, Optional.empty());
        assertThat(answer.status()).as("%s %s", who.name(), address).isEqualTo(200);
        return answer.body();
    }

    private static String said(Line line, String who, Optional<String> body, Asker.Answer answer) {
        return who + ": " + line.method() + " " + line.template()
                + (body.equals(line.body()) ? "" : " " + body.orElse("")) + " -> " + answer.status() + " "
                + answer.body();
    }

    /** Rows of which nothing follows any more. */
    private static Map<String, String> settledRows() {
        var seen = new ArrayList<Map<String, String>>();
        await().atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofSeconds(2))
                .until(() -> {
                    seen.add(offices.fingerprints());
                    return seen.size() > 1 && seen.getLast().equals(seen.get(seen.size() - 2));
                });
        return seen.getLast();
    }

    /** Tables whose rows are others now. */
    private static List<String> changedSince(Map<String, String> before) {
        var now = offices.fingerprints();
        return now.entrySet().stream()
                .filter(table -> !table.getValue().equals(before.get(table.getKey())))
                .map(table -> table.getKey() + ": " + before.get(table.getKey()) + ", now " + table.getValue())
                .toList();
    }
}
