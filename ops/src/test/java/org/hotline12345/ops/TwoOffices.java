package org.hotline12345.ops;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Route;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.UnaryOperator;
import javax.imageio.ImageIO;
import org.hotline12345.office.Hotline;
import org.hotline12345.office.HotlineCode;
import org.hotline12345.office.PersonId;
import org.hotline12345.office.Unit;
import org.hotline12345.office.UnitCode;
import org.hotline12345.ops.kit.Asker;
import org.hotline12345.ops.kit.HotlineKit;
import org.hotline12345.ops.kit.Visitor;

/**
 * Two hotlines in one program, north and south, with somebody signed in for every role of each, and at north one of everything
 * that a request can be about. Its Asterisk is away.
 */
final class TwoOffices implements AutoCloseable {
    static final HotlineCode NORTH = new HotlineCode("north");
    static final HotlineCode SOUTH = new HotlineCode("south");
    static final String OTHER_UNIT = "/other";
    /** Rows that change by themselves: sign-ins, leases, the audit trail's links, and what is worked out of tickets afterwards. */
    private static final Set<String> RESTLESS = Set.of(
            "office.session",
            "office.audit_link",
            "telephony.lease",
            "telephony.record_position",
            "ticketing.follower",
            "ticketing.digest",
            "ticketing.unindexed_text",
            "ticketing.text_segment",
            "ticketing.text_block",
            "callback.follower");

    private static final Set<String> UNIT_ROLES = Set.of("unit-clerk", "unit-leader");
    private static final UnitCode WATER = new UnitCode("water");
    private static final UnitCode HEALTH = new UnitCode("health");
    private static final String NEWCOMER = "newcomer";
    private static final String CALL = "pbx1-1795303319.7";
    private static final String CALLER = "15400000001";

    /** Somebody with one role; the name is the role, as the table has it. */
    record Person(String name, PersonId id, String login, String password, Asker asker) {}

    private final Installation installation;
    private final Vertx vertx = Vertx.vertx();
    private final Pool rows;
    private final Map<String, Person> north = new LinkedHashMap<>();
    private final Map<String, Person> outsiders = new LinkedHashMap<>();
    private final Map<String, String> things = new HashMap<>();
    private final String token;

    private TwoOffices(Path data, Installation installation, int databasePort) throws IOException {
        this.installation = installation;
        rows = PgBuilder.pool()
                .connectingTo(new PgConnectOptions()
                        .setHost("127.0.0.1")
                        .setPort(databasePort)
                        .setDatabase("hotline")
                        .setUser("hotline_owner")
                        .setPassword(Files.readString(data.resolve("postgres/owner-password"))
                                .strip()))
                .using(vertx)
                .build();
        token = furnish();
    }

    static TwoOffices open(Path data) throws IOException {
        var settings = HotlineKit.freePorts(Files.createDirectories(data));
        settings.put("sample", "false");
        settings.put("asterisk.embedded", "false");
        settings.put("ticketing.intake.reports-per-hour", "100000");
        settings.put("ticketing.intake.progress-per-minute", "100000");
        Files.writeString(data.resolve("ami-secret"), "laboratory-secret");
        var installation = Installation.start(settings);
        try {
            return new TwoOffices(data, installation, Integer.parseInt(settings.get("database.port")));
        } catch (IOException | RuntimeException e) {
            installation.close();
            throw e;
        }
    }

    List<Route> mounted() {
        return installation.backend().mounted();
    }

    Set<String> roles() {
        return installation.backend().office().roles().keySet();
    }

    /** North's people; those of the unit that does not have the things are {@value #OTHER_UNIT}. */
    List<Person> north() {
        return List.copyOf(north.values());
    }

    Person north(String name) {
        return Optional.ofNullable(north.get(name)).orElseThrow(() -> new IllegalArgumentException("role " + name));
    }

    /** South's people, and an agent of north who has not changed the one-time password. */
    List<Person> outsiders() {
        return List.copyOf(outsiders.values());
    }

    Asker stranger() {
        return new Asker(installation.address(), Map.of());
    }

    /** The program that may file at north. */
    Asker client() {
        return new Asker(installation.address(), Map.of("Authorization", "Bearer " + token));
    }

    String token() {
        return token;
    }

    /** What the names of the table mean. */
    UnaryOperator<String> things(Person who) {
        var own = Map.of("login", who.login(), "password", who.password());
        return name -> own.getOrDefault(name, things.getOrDefault(name, name));
    }

    /** The same for who is nobody: a login of its own, that nobody needs. */
    UnaryOperator<String> things() {
        return things(north("stranger"));
    }

    /** Things of the same form that are not there. */
    UnaryOperator<String> missing(Person who) {
        var found = things(who);
        return name -> {
            var value = found.apply(name);
            if (value.matches("[0-9]{8}-[0-9]{6}")) {
                return value.substring(0, 9) + "999999";
            }
            if (value.equals(CALL)) {
                return "pbx1-1795303319.99";
            }
            return value.matches("[0-9a-f-]{36}")
                    ? UUID.nameUUIDFromBytes(new byte[] {1}).toString()
                    : value;
        };
    }

    /** Other tickets take the place of those that something was done with. */
    void freshTickets() {
        things.put("registered", ticket("HELP", "路灯不亮", ""));
        things.put("taken", ticket("HELP", "水压低", ""));
        made("dispatcher", "/api/tickets/" + things.get("taken") + "/dispatch", "{\"unit\":\"water\"}");
    }

    /** A fingerprint of each table's rows. */
    Map<String, String> fingerprints() {
        var found = new TreeMap<String, String>();
        var tables = rows.query(
                        // language=PostgreSQL
                        """
                        select table_schema || '.' || table_name
                          from information_schema.tables
                         where table_schema in ('office', 'telephony', 'ticketing', 'callback', 'bulletin') and table_type = 'BASE TABLE'""")
                .execute()
                .await();
        for (var table : tables) {
            var name = table.getString(0);
            if (!RESTLESS.contains(name)) {
                var row = rows.query(
                                "select count(*) || ' rows, ' || coalesce(md5(string_agg(t::text, ' ' order by t::text)), '')"
                                        + " from " + name + " t")
                        .execute()
                        .await()
                        .iterator()
                        .next();
                found.put(name, row.getString(0));
            }
        }
        return found;
    }

    @Override
    public void close() {
        rows.close().await();
        vertx.close().await();
        installation.close();
    }

    // What there is

    private String furnish() throws IOException {
        var office = installation.backend().office();
        for (var hotline : List.of(NORTH, SOUTH)) {
            office.addHotline(new Hotline(hotline, hotline + "12345热线", "12345", "0370", ZoneId.of("Asia/Shanghai")));
            office.addUnit(new Unit(hotline, WATER, "供水公司", "县直单位"));
            office.addUnit(new Unit(hotline, HEALTH, "卫健委", "县直单位"));
        }
        var waiting = new ArrayList<Runnable>();
        for (var role : roles()) {
            var unit = UNIT_ROLES.contains(role) ? Optional.of(WATER) : Optional.<UnitCode>empty();
            waiting.add(hire(north, NORTH, role, role, unit));
            waiting.add(hire(outsiders, SOUTH, "south/" + role, role, unit));
            if (unit.isPresent()) {
                waiting.add(hire(north, NORTH, role + OTHER_UNIT, role, Optional.of(HEALTH)));
            }
        }
        waiting.add(hire(north, NORTH, "stranger", "agent", Optional.empty()));
        waiting.add(hire(outsiders, NORTH, NEWCOMER, "agent", Optional.empty()));
        rows.query("update office.person set must_change_password = login = 'north-" + NEWCOMER + "'")
                .execute()
                .await();
        waiting.forEach(Runnable::run);
        times();
        called();
        tickets();
        around();
        return org.hotline12345.ticketing.Ticketing.intakeClients(rows, Clock.systemUTC())
                .add(NORTH, "微信公众号", List.of(org.hotline12345.ticketing.Channel.APP), 1_000)
                .token();
    }

    /** @return signs that person in */
    private Runnable hire(
            Map<String, Person> people, HotlineCode hotline, String name, String role, Optional<UnitCode> unit) {
        var office = installation.backend().office();
        var id = new PersonId(UUID.randomUUID());
        var login = hotline + "-" + name.replace('/', '-').replace("south-", "");
        var password = office.addPerson(id, login, role);
        office.grant(id, hotline, role, unit);
        return () -> {
            try (var visitor = Visitor.signIn(installation.address(), login, password)) {
                people.put(
                        name, new Person(name, id, login, password, Asker.signedIn(installation.address(), visitor)));
            }
        };
    }

    private void times() {
        var now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        things.put("now", now.toString());
        things.put("soon", now.plus(Duration.ofHours(1)).toString());
        things.put("later", now.plus(Duration.ofHours(2)).toString());
        things.put("latest", now.plus(Duration.ofHours(3)).toString());
        var today = now.atZone(ZoneId.of("Asia/Shanghai")).toLocalDate();
        things.put("today", today.toString());
        things.put("month", today.toString().substring(0, 7));
        things.put("agent", north("agent").id().toString());
        things.put("clerk", north("unit-clerk").id().toString());
        things.put("unit-leader", north("unit-leader").id().toString());
    }

    /** A call that north's agent had, with its recording, a message and a wish, and that its caller is malicious. */
    private void called() {
        var seal = installation.backend().office().seal();
        var sealed = Buffer.buffer(seal.seal(CALLER).bytes());
        var index = Buffer.buffer(seal.index(NORTH, CALLER).bytes());
        var unwelcome = UUID.randomUUID();
        rows.preparedQuery(
                        // language=PostgreSQL
                        """
                        with call as (
                            insert into telephony.call (id, hotline, line, caller_sealed, caller_index, caller_mobile, arrived_at,
                                queue, queued_at, seat, agent, answered_at, talk_ended_at, ended_at, outcome, wait_ms, talk_ms, events,
                                settled)
                            values ($1, 'north', '12345', $2, $3, true, now() - interval '1 minute', 'hotline',
                                now() - interval '1 minute', '1001', $4, now() - interval '50 seconds', now(), now(), 'ANSWERED',
                                10000, 50000, 1, true)
                            returning id, hotline, arrived_at),
                        recording as (
                            insert into telephony.recording (call, part, hotline, arrived_at, file, state, since, looked_at, bytes,
                                duration_ms, sha256, made_at)
                            select id, 1, hotline, arrived_at, '2026/11/25/x.wav', 'KEPT', now(), now(), 1, 1,
                                   decode(repeat('00', 32), 'hex'), now() from call),
                        message as (
                            insert into telephony.message (call, hotline, line, taken_at, file)
                            select id, hotline, '12345', now(), '/nowhere/x.wav' from call),
                        wish as (
                            insert into telephony.callback_wish (call, hotline, wished_at) select id, hotline, now() from call)
                        insert into telephony.unwelcome (id, hotline, caller_sealed, caller_index, treatment, evidence, why,
                            proposed_by, proposed_at, until_at, state)
                        select $5, hotline, $2, $3, 'LAST', array [id], '多次辱骂', gen_random_uuid(), now(), now() + interval '1 day',
                               'PROPOSED' from call""")
                .execute(Tuple.of(CALL, sealed, index, north("agent").id().value(), unwelcome))
                .await();
        things.put("call", CALL);
        things.put("unwelcome", unwelcome.toString());
        things.put(
                "hold",
                made("shift-leader", "/api/calls/" + CALL + "/recording-holds", "{\"why\":\"复核\",\"until\":\"$soon\"}")
                        .getString("id"));
        things.put(
                "switch",
                made("shift-leader", "/api/switches", "{\"mode\":\"NOTICE\",\"text\":\"停水通知\",\"until\":\"$soon\"}")
                        .getString("id"));
    }

    private void tickets() throws IOException {
        things.put("taken", ticket("HELP", "水压低", ""));
        things.put("registered", ticket("HELP", "路灯不亮", ""));
        things.put(
                "tip-off", ticket("TIP_OFF", "偷排污水", ",\"requesterName\":\"欧阳举报\",\"requesterPhone\":\"15400000009\""));
        for (var name : List.of("taken", "tip-off")) {
            made("dispatcher", "/api/tickets/" + things.get(name) + "/dispatch", "{\"unit\":\"water\"}");
        }
        var picture = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), "png", picture);
        var attached = north("agent")
                .asker()
                .ask(
                        "POST",
                        "/api/tickets/" + things.get("taken") + "/attachments?name=x.png",
                        Optional.of(picture.toByteArray()),
                        "image/png");
        things.put("attachment", new JsonObject(attached.body()).getString("id"));
    }

    private String ticket(String nature, String title, String more) {
        return made(
                        "agent",
                        "/api/tickets",
                        "{\"nature\":\"%s\",\"title\":\"%s\",\"content\":\"详情见电话。\"%s}".formatted(nature, title, more))
                .getString("number");
    }

    /** What helps with tickets. */
    private void around() {
        things.put(
                "knowledge",
                made("unit-clerk", "/api/knowledge", "{\"title\":\"水表\",\"content\":\"收费更换。\"}")
                        .getString("id"));
        things.put(
                "shift",
                made(
                                "unit-leader",
                                "/api/duty/shifts",
                                "{\"unit\":\"water\",\"from\":\"$now\",\"until\":\"$soon\",\"a\":\"$clerk\"}")
                        .getString("id"));
        things.put(
                "version",
                made(
                                "administrator",
                                "/api/catalogue",
                                "{\"entries\":[{\"category\":\"水\",\"words\":[\"水\"],\"lead\":\"water\"}]}")
                        .getInteger("version")
                        .toString());
        // The month's bulletin, as units look at it.
        installation.backend().office().addProfile(NORTH, "", Instant.EPOCH, PersonId.SYSTEM);
        things.put(
                "edition",
                made("editor", "/api/bulletin/editions", "{\"period\":\"$month\"}")
                        .getString("id"));
        made("editor", "/api/bulletin/editions/" + things.get("edition") + "/show", "{\"days\":3}");
        for (var name : List.of("alert", "duty-call", "drawn", "scored", "objected")) {
            things.put(name, UUID.randomUUID().toString());
        }
        // In one transaction: a call of duty whose cause is gone is over.
        rows.query(
                        // language=PostgreSQL
                        """
                        insert into ticketing.duty_call (id, hotline, unit, cause, number, assignment, step, step_at, made_at)
                        values ('$duty-call', 'north', 'water', 'DANGER', '$taken', 0, 'OFFICE', now(), now());
                        insert into ticketing.duty_step (call, step, at, people)
                        values ('$duty-call', 'OFFICE', now(), array ['$clerk'::uuid]);
                        insert into ticketing.alert (id, hotline, kind, number, words, tickets, at)
                        values ('$alert', 'north', 'DANGER', '$taken', '爆管', array ['$taken'], now());
                        insert into ticketing.inspection (id, hotline, kind, number, assignment, unit, form, drawn_at, drawn_by,
                            state, points, remark, scored_at, scored_by, objection, objected_at, objected_by)
                        values
                            ('$drawn', 'north', 'REPLY', '$taken', 1, 'water', '[{"item": "规范", "points": 10}]', now(),
                             gen_random_uuid(), 'DRAWN', null, null, null, null, null, null, null),
                            ('$scored', 'north', 'REPLY', '$taken', 2, 'water', '[{"item": "规范", "points": 10}]', now(),
                             gen_random_uuid(), 'SCORED', array [8], '尚可', now(), gen_random_uuid(), null, null, null),
                            ('$objected', 'north', 'REPLY', '$taken', 3, 'water', '[{"item": "规范", "points": 10}]', now(),
                             gen_random_uuid(), 'OBJECTED', array [8], '尚可', now(), gen_random_uuid(), '有误', now(),
                             gen_random_uuid())""".transform(this::filled))
                .execute()
                .await();
    }

    private JsonObject made(String role, String path, String body) {
        var address = path + "?hotline=north";
        var answer = north(role).asker().ask("POST", address, Optional.of(filled(body)));
        if (answer.status() != 200 && answer.status() != 201) {
            throw new IllegalStateException(role + " POST " + address + ": " + answer);
        }
        return new JsonObject(answer.body());
    }

    private String filled(String text) {
        return java.util.regex.Pattern.compile("\\$([a-z]+(?:-[a-z]+)*)")
                .matcher(text)
                .replaceAll(found -> things.get(found.group(1)));
    }
}
