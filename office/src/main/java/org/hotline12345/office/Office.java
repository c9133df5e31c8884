package org.hotline12345.office;

import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The hotline office: its hotlines, units, people and what each may do, its profiles and its audit trail. */
public final class Office implements AutoCloseable {
    /** Sign-ins, people, units and profiles of a hotline. */
    public static final Right ADMINISTER = new Right("office.administer");

    private static final Logger LOG = LoggerFactory.getLogger(Office.class);
    private static final Pattern LOGIN = Pattern.compile("[a-z0-9][a-z0-9._-]{1,31}");
    private static final Duration LINK_EVERY = Duration.ofSeconds(5);
    private static final int MIN_PASSWORD = 10;
    private static final int MAX_PASSWORD = 200;
    private static final int ONE_TIME_PASSWORD = 14;
    private static final int MAX_FAILED_SIGN_INS = 5;
    private static final Duration LOCK_OUT = Duration.ofMinutes(15);
    /** How soon it is seen here when another process adds hotlines, units or profiles. */
    private static final Duration ROWS_GOOD_FOR = Duration.ofMillis(250);
    /** How soon another process's change of a person's roles or sign-ins is seen here. */
    private static final Duration VISITORS_GOOD_FOR = Duration.ofSeconds(1);

    private static final Duration NAMES_GOOD_FOR = Duration.ofSeconds(10);
    private static final String ALL = "all";

    private final PgOffice rows;
    private final PgLists lists;
    private final Calendars calendars;
    private final Clock clock;
    private final OfficeConfig config;
    private final Seal seal;
    private final Passwords passwords = new Passwords();
    private final PgAuditChain chain;
    private final Erasures erasures;
    private final Rounds rounds;

    private final PgAudit trail;
    private final Remembered<String, List<Hotline>> hotlines = new Remembered<>(ROWS_GOOD_FOR);
    private final Remembered<HotlineCode, Map<UnitCode, Unit>> units = new Remembered<>(ROWS_GOOD_FOR);
    private final Remembered<HotlineCode, PgOffice.InForce> profiles = new Remembered<>(ROWS_GOOD_FOR);
    private final Remembered<String, Optional<SignedIn>> visitors = new Remembered<>(VISITORS_GOOD_FOR);
    private final Remembered<PersonId, String> names = new Remembered<>(NAMES_GOOD_FOR);

    private Office(
            PgOffice rows,
            PgLists lists,
            PgAudit trail,
            PgAuditChain chain,
            Clock clock,
            OfficeConfig config,
            Seal seal,
            Erasures erasures) {
        this.rows = rows;
        this.erasures = erasures;
        this.lists = lists;
        this.calendars = new Calendars(lists, clock);
        this.trail = trail;
        this.clock = clock;
        this.config = config;
        this.seal = seal;
        this.chain = chain;
        this.rounds = new Rounds("the audit trail could not be linked", LINK_EVERY, chain::link);
    }

    /** @throws BadSettings when the key file cannot be used, or is not the one that this database was sealed with */
    public static Office launch(Pool pool, Clock clock, OfficeConfig config) {
        var seal = Seal.read(config.keyFile());
        var rows = new PgOffice(pool);
        try {
            seal.open(rows.sealCheck(seal.seal("12345")));
        } catch (IllegalStateException e) {
            throw new BadSettings("office.key-file: " + config.keyFile() + " is not the key of this database:"
                    + " the personal data in it were sealed with another one; put that file back");
        }
        var erasureRows = new PgErasures(pool);
        requireOwnKeys(erasureRows, seal.citizens());
        var erasures = new Erasures(erasureRows, seal, clock);
        var back = erasures.destroyAgain();
        if (back > 0) {
            LOG.warn("{} keys of erased citizens were back, from an old copy; they are destroyed again", back);
        }
        return new Office(
                rows,
                new PgLists(pool),
                new PgAudit(pool),
                new PgAuditChain(pool, seal, clock),
                clock,
                config,
                seal,
                erasures);
    }

    private static void requireOwnKeys(PgErasures rows, CitizenKeys keys) {
        var name = rows.keysName();
        if (name.isEmpty()) {
            rows.nameKeys(keys.name());
        } else if (!keys.isThere()) {
            throw new BadSettings(keys.path() + " with the citizens' keys is gone: put it back from its newest copy;"
                    + " without it no citizen's number can be read");
        } else if (!name.get().equals(Buffer.buffer(keys.name()))) {
            throw new BadSettings(keys.path() + " holds the citizens' keys of another database; put back the file that"
                    + " belongs to this one");
        }
    }

    /** From now on the audit trail is linked into its chain. */
    public void start() {
        rounds.start();
    }

    @Override
    public void close() {
        rounds.close();
        seal.close();
    }

    /** What this module knows of itself, for the status page. */
    public Map<String, Object> status() {
        return Map.of(
                "hotlines", rows.hotlines().stream().map(h -> h.code().value()).toList());
    }

    public Seal seal() {
        return seal;
    }

    /** Of citizens who are to be forgotten. */
    public Erasures erasures() {
        return erasures;
    }

    // Hotlines and units

    public List<Hotline> hotlines() {
        return hotlines.get(ALL, _ -> rows.hotlines());
    }

    /** @throws Refused (unknown) when there is no such hotline */
    public Hotline hotline(HotlineCode code) {
        return hotlines().stream()
                .filter(hotline -> hotline.code().equals(code))
                .findFirst()
                .orElseThrow(() -> Refused.unknown("there is no hotline " + code));
    }

    public void addHotline(Hotline hotline) {
        rows.addHotline(hotline);
        hotlines.forget();
    }

    public List<Unit> units(HotlineCode hotline) {
        return List.copyOf(unitsByCode(hotline).values());
    }

    public Optional<Unit> unit(HotlineCode hotline, UnitCode code) {
        return Optional.ofNullable(unitsByCode(hotline).get(code));
    }

    private Map<UnitCode, Unit> unitsByCode(HotlineCode hotline) {
        return units.get(hotline, code -> {
            var found = new LinkedHashMap<UnitCode, Unit>();
            rows.units(code).forEach(unit -> found.put(unit.code(), unit));
            return found;
        });
    }

    /** @throws Refused (conflict) when tickets could come back to a hotline that sent them down */
    public void addUnit(Unit unit) {
        unit.runs().ifPresent(below -> {
            hotline(below);
            if (rows.isBelow(unit.hotline(), below)) {
                throw Refused.conflict("hotline " + below + " is above " + unit.hotline() + ": unit " + unit.code()
                        + " cannot run it");
            }
        });
        rows.addUnit(unit);
        units.forget();
    }

    /** What an office brings from elsewhere: units with their other names, areas, days of the calendar. */
    public OfficeLists lists() {
        return lists;
    }

    /** Which days the hotline works: China's calendar, with the days that the hotline brought in itself. */
    public WorkCalendar calendar(HotlineCode hotline) {
        return calendars.of(hotline);
    }

    // People and sign-in

    /**
     * Adds a person with a one-time password, which must be changed at the first sign-in.
     *
     * @return the password, which is shown once and stored nowhere
     */
    public String addPerson(PersonId person, String login, String name) {
        if (!LOGIN.matcher(login).matches()) {
            throw Refused.invalid("login \"" + login + "\" is not allowed: 2 to 32 of a-z, 0-9, '.', '_' and '-'");
        }
        var password = passwords.readable(ONE_TIME_PASSWORD);
        if (!rows.addPerson(person, login, name, passwords.hash(password))) {
            throw Refused.conflict("login \"" + login + "\" is taken");
        }
        return password;
    }

    /** Gives a person a new one-time password; open sign-ins of that person end. */
    public String resetPassword(PersonId person) {
        var password = passwords.readable(ONE_TIME_PASSWORD);
        rows.setPassword(person, passwords.hash(password), true);
        rows.endSessions(person);
        visitors.forget();
        return password;
    }

    public Optional<PersonId> personOf(String login) {
        return rows.person(login).map(PgOffice.PersonRow::person);
    }

    /** The name to show for whoever acted; the system itself has one too. */
    public String nameOf(PersonId person) {
        return person.equals(PersonId.SYSTEM)
                ? "系统"
                : names.get(person, one -> rows.nameOf(one).orElse("（已注销）"));
    }

    /** The roles that this office knows, with what each may do. */
    public Map<String, Set<Right>> roles() {
        return rows.roles();
    }

    public List<Grant> grants(PersonId person) {
        return rows.grants(person);
    }

    /** Who works at a hotline, once for the office and for each unit that the person works for. */
    public List<Staff> staff(HotlineCode hotline) {
        return rows.staff(hotline);
    }

    public void grant(PersonId person, HotlineCode hotline, String role, Optional<UnitCode> unit) {
        rows.grant(person, hotline, role, unit);
        visitors.forget();
    }

    /**
     * Opens a sign-in. Until a one-time password is changed, its holder has no grant at all.
     *
     * @throws Refused (sign-in) for a wrong login or password alike, (limit) after too many wrong ones
     */
    public Session signIn(String login, String password) {
        var now = clock.instant();
        var row = rows.person(login);
        if (row.isPresent() && row.get().lockedUntil().isAfter(now)) {
            throw Refused.limit("too many wrong passwords; try again after " + LOCK_OUT.toMinutes() + " minutes");
        }
        if (row.isEmpty()
                || password.length() > MAX_PASSWORD
                || !passwords.fits(password, row.get().passwordHash())) {
            row.ifPresent(person -> rows.noteFailedSignIn(person.person(), MAX_FAILED_SIGN_INS, now.plus(LOCK_OUT)));
            throw Refused.signIn("login or password is wrong");
        }
        var person = row.get();
        rows.clearFailedSignIns(person.person());
        var token = passwords.token();
        var endsAt = now.plus(config.sessionLimit());
        rows.addSession(hash(token), person.person(), now, endsAt);
        var grants = person.mustChangePassword() ? List.<Grant>of() : rows.grants(person.person());
        var visitor = new SignedIn(person.person(), person.login(), person.name(), grants);
        return new Session(token, visitor, person.mustChangePassword(), endsAt);
    }

    /** Who holds this token, if the sign-in is still open; noting the use keeps it open. */
    public Optional<SignedIn> visitor(String token) {
        return visitors.get(token, one -> rows.visitor(hash(one), clock.instant(), config.sessionIdle()));
    }

    public boolean mustChangePassword(SignedIn visitor) {
        return rows.person(visitor.login())
                .map(PgOffice.PersonRow::mustChangePassword)
                .orElse(false);
    }

    public void signOut(String token) {
        rows.endSession(hash(token));
        visitors.forget();
    }

    /** @throws Refused when the old password is wrong or the new one is too short */
    public void changePassword(SignedIn visitor, String oldPassword, String newPassword) {
        var row = rows.person(visitor.login()).orElseThrow(() -> Refused.signIn("this person is gone"));
        if (!passwords.fits(oldPassword, row.passwordHash())) {
            throw Refused.signIn("the old password is wrong");
        }
        if (newPassword.length() < MIN_PASSWORD || newPassword.length() > MAX_PASSWORD) {
            throw Refused.invalid("the new password has " + MIN_PASSWORD + " to " + MAX_PASSWORD + " characters");
        }
        if (newPassword.equals(oldPassword)) {
            throw Refused.invalid("the new password must differ from the old one");
        }
        rows.setPassword(visitor.person(), passwords.hash(newPassword), false);
        visitors.forget();
    }

    // Profiles

    /** Stores a new version; whether its words make sense is checked by the modules before. */
    public ProfileVersion addProfile(HotlineCode hotline, String yaml, Instant validFrom, PersonId by) {
        var added = rows.addProfile(hotline, yaml, validFrom, by, clock.instant());
        profiles.forget();
        return added;
    }

    /**
     * The profile in force at that moment.
     *
     * @throws Refused (unknown) when the hotline has none yet
     */
    public ProfileVersion profile(HotlineCode hotline, Instant at) {
        return profileInForce(hotline, at)
                .orElseThrow(() -> Refused.unknown("hotline " + hotline + " has no profile valid at " + at));
    }

    /** As {@link #profile}; where the hotline has none yet, an empty one, with which every rule is the default. */
    public ProfileVersion profileOrDefaults(HotlineCode hotline, Instant at) {
        return profileInForce(hotline, at).orElseGet(() -> new ProfileVersion(hotline, 0, Instant.EPOCH, ""));
    }

    private Optional<ProfileVersion> profileInForce(HotlineCode hotline, Instant at) {
        var kept = profiles.get(hotline, code -> rows.profile(code, at));
        return (kept.covers(at) ? kept : rows.profile(hotline, at)).version();
    }

    /**
     * The profile by whose rules a month's figures are counted: the one in force at the month's end, or now while it runs. A
     * profile that begins later does not change the month.
     *
     * @throws Refused (unknown) when the hotline or its profile is unknown
     */
    public ProfileVersion profileFor(HotlineCode hotline, YearMonth month) {
        var end = month.plusMonths(1)
                .atDay(1)
                .atStartOfDay(hotline(hotline).zone())
                .toInstant()
                .minusMillis(1);
        var now = clock.instant();
        return profile(hotline, end.isBefore(now) ? end : now);
    }

    // Audit

    /**
     * Writes down that somebody saw or changed something. The office's own database role can add rows, not change them.
     *
     * @param action {@code module.verb}
     * @param object what it was done to, by reference (a ticket number, a person id), never personal data
     */
    public void audit(PersonId who, HotlineCode hotline, String action, String object) {
        trail.note(new PgAudit.Note(
                UUID.randomUUID(), PgAudit.utc(clock.instant()), who.value(), hotline.value(), action, object));
    }

    /**
     * Compares the audit trail with its chain.
     *
     * @throws BadSettings when a row of it was changed, removed or added
     */
    public AuditTrail verifyAudit() {
        return chain.verify();
    }

    /** Links what is not linked yet; for tests that do not wait for the next round. */
    void linkAudit() {
        chain.link();
    }

    private static byte[] hash(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("SHA-256 must be there in every JDK", e);
        }
    }
}
