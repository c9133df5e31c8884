package org.hotline12345.office;

import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.hotline12345.office.oidc.Provider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The hotline office: its hotlines, units, people and what each may do, its profiles and its audit trail. */
public final class Office implements AutoCloseable {
    /** Sign-ins, people, units and profiles of a hotline. */
    public static final Right ADMINISTER = new Right("office.administer");

    private static final Logger LOG = LoggerFactory.getLogger(Office.class);
    private static final Pattern LOGIN = Pattern.compile("[a-z0-9][a-z0-9._-]{1,31}");
    private static final Duration LINK_EVERY = Duration.ofSeconds(5);
    private static final String NO_PASSWORDS =
            "passwords are switched off for this person (office.oidc.local-passwords): sign in at the provider";
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
    private final PgUnits unitRows;
    private final PgLists lists;
    private final Calendars calendars;
    private final Clock clock;
    private final OfficeConfig config;
    private final Seal seal;
    private final Passwords passwords = new Passwords();
    private final PgSignIns signIns;
    private final Subjects subjects;
    private final OpenSessions openSessions;
    private final Optional<Provider> provider;
    private final Optional<ProviderSignIn> providerSignIn;
    private final PgAuditChain chain;
    private final Erasures erasures;
    private final Rounds rounds;
    private final UnitChanges unitChanges;

    private final PgAudit trail;
    private final Remembered<String, List<Hotline>> hotlines = new Remembered<>(ROWS_GOOD_FOR);
    private final Remembered<HotlineCode, Map<UnitCode, Unit>> units = new Remembered<>(ROWS_GOOD_FOR);
    private final Remembered<HotlineCode, PgOffice.InForce> profiles = new Remembered<>(ROWS_GOOD_FOR);
    private final Remembered<String, Optional<SignedIn>> visitors = new Remembered<>(VISITORS_GOOD_FOR);
    private final Remembered<PersonId, String> names = new Remembered<>(NAMES_GOOD_FOR);

    private Office(
            PgOffice rows,
            PgSignIns signIns,
            PgUnits unitRows,
            PgLists lists,
            PgAudit trail,
            PgAuditChain chain,
            Clock clock,
            OfficeConfig config,
            Seal seal,
            Erasures erasures) {
        this.rows = rows;
        this.unitRows = unitRows;
        this.unitChanges = new UnitChanges(unitRows, this);
        this.erasures = erasures;
        this.lists = lists;
        this.calendars = new Calendars(lists, clock);
        this.trail = trail;
        this.clock = clock;
        this.config = config;
        this.seal = seal;
        this.chain = chain;
        this.rounds = new Rounds("the audit trail could not be linked", LINK_EVERY, chain::link);
        this.signIns = signIns;
        this.subjects = new Subjects(signIns, visitors::forget);
        this.openSessions = new OpenSessions(signIns, clock, config.sessionIdle(), visitors::forget);
        this.provider = config.oidc().map(oidc -> new Provider(oidc, clock, passwords::token));
        this.providerSignIn =
                provider.map(there -> new ProviderSignIn(there, rows, signIns, seal, clock, config, passwords));
    }

    /**
     * A provider of identities need not be there yet.
     *
     * @throws BadSettings when the key file cannot be used, or is not the one that this database was sealed with, or when the
     *     provider's secret or trust file cannot be used
     */
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
                new PgSignIns(pool),
                new PgUnits(pool),
                new PgLists(pool, clock),
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

    /** From now on the audit trail is linked into its chain, and it is known whether the provider of identities is there. */
    public void start() {
        rounds.start();
        provider.ifPresent(one -> Thread.startVirtualThread(one::greet));
    }

    @Override
    public void close() {
        rounds.close();
        provider.ifPresent(Provider::close);
        seal.close();
    }

    /** What this module knows of itself, for the status page. */
    public Map<String, Object> status() {
        var hotlines = rows.hotlines().stream().map(h -> h.code().value()).toList();
        return provider.<Map<String, Object>>map(one -> Map.of("hotlines", hotlines, "provider", one.state()))
                .orElseGet(() -> Map.of("hotlines", hotlines));
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

    /** The hotline's units as they are called today, also those that have ended or are to come. */
    public List<Unit> units(HotlineCode hotline) {
        return List.copyOf(unitsByCode(hotline).values());
    }

    /** The units that there were on a day, with the names and groups that they had then. */
    public List<Unit> units(HotlineCode hotline, LocalDate day) {
        return unitRows.units(hotline, day).stream()
                .filter(unit -> unit.life().holds(day))
                .toList();
    }

    public Optional<Unit> unit(HotlineCode hotline, UnitCode code) {
        return Optional.ofNullable(unitsByCode(hotline).get(code));
    }

    /**
     * A unit that tickets can be sent to and people work for.
     *
     * @throws Refused (invalid) when there is none, (conflict) when it has ended, naming who follows, or has not begun
     */
    public Unit unitAtWork(HotlineCode hotline, UnitCode code) {
        var unit = unit(hotline, code).orElseThrow(() -> Refused.invalid("there is no unit " + code));
        var today = today(hotline);
        if (unit.life().isOver(today)) {
            throw Refused.conflict(tellEnd(unit));
        }
        if (!unit.life().hasBegun(today)) {
            throw Refused.conflict("unit " + unit.called() + " begins on "
                    + unit.life().begunOn().orElseThrow());
        }
        return unit;
    }

    /** That a unit has ended, or is to, and who follows. */
    String tellEnd(Unit unit) {
        var end = unit.life().end().orElseThrow();
        var isOver = unit.life().isOver(today(unit.hotline()));
        return "unit " + unit.called() + (isOver ? " ended on " : " ends on ") + end.on() + ": "
                + (end.successors().isEmpty()
                        ? "no unit follows it"
                        : (end.successors().size() == 1 ? "its successor is " : "its successors are ")
                                + end.successors().stream()
                                        .map(code -> unit(unit.hotline(), code)
                                                .map(Unit::called)
                                                .orElse(code.value()))
                                        .collect(Collectors.joining(", ")));
    }

    /** How units are renamed, regrouped, merged, split and ended. */
    public UnitChanges unitChanges() {
        return unitChanges;
    }

    void forgetUnits() {
        units.forget();
    }

    void forgetVisitors() {
        visitors.forget();
    }

    /** The day on the hotline's clock. */
    public LocalDate today(HotlineCode hotline) {
        return clock.instant().atZone(hotline(hotline).zone()).toLocalDate();
    }

    private Map<UnitCode, Unit> unitsByCode(HotlineCode hotline) {
        return units.get(hotline, code -> {
            var found = new LinkedHashMap<UnitCode, Unit>();
            unitRows.units(code, today(code)).forEach(unit -> found.put(unit.code(), unit));
            return found;
        });
    }

    /**
     * Adds a unit, or changes its hotline, and its name and group from today on.
     *
     * @throws Refused (conflict) when tickets could come back to a hotline that sent them down
     */
    public void addUnit(Unit unit) {
        unit.runs().ifPresent(below -> {
            hotline(below);
            if (rows.isBelow(unit.hotline(), below)) {
                throw Refused.conflict("hotline " + below + " is above " + unit.hotline() + ": unit " + unit.code()
                        + " cannot run it");
            }
        });
        unitRows.add(unit, today(unit.hotline()));
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
     * @throws Refused (sign-in) for a wrong login or password alike, (limit) after too many wrong ones, (forbidden) when this
     *     person signs in at the provider alone
     */
    public Session signIn(String login, String password) {
        return signIn(login, password, "");
    }

    /** @param client what the browser calls itself */
    public Session signIn(String login, String password, String client) {
        if (localPasswords() == OidcConfig.LocalPasswords.NONE) {
            throw Refused.forbidden(NO_PASSWORDS);
        }
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
        if (!mayUsePassword(person.person())) {
            throw Refused.forbidden(NO_PASSWORDS);
        }
        rows.clearFailedSignIns(person.person());
        var token = passwords.token();
        var endsAt = now.plus(config.sessionLimit());
        signIns.addSession(Tokens.hash(token), person.person(), now, endsAt, client, Optional.empty());
        var grants = person.mustChangePassword() ? List.<Grant>of() : rows.grants(person.person());
        var visitor = new SignedIn(person.person(), person.login(), person.name(), grants);
        return new Session(token, visitor, person.mustChangePassword(), endsAt);
    }

    /** Who holds this token, if the sign-in is still open; noting the use keeps it open. */
    public Optional<SignedIn> visitor(String token) {
        return visitors.get(token, one -> rows.visitor(Tokens.hash(one), clock.instant(), config.sessionIdle()));
    }

    /** Whether this sign-in was made by a one-time password and opens nothing until it is changed. */
    public boolean mustChangePassword(String token) {
        return signIns.mustChangePassword(Tokens.hash(token));
    }

    /** Who may sign in by a password; all, where there is no provider. */
    public OidcConfig.LocalPasswords localPasswords() {
        return config.oidc().map(OidcConfig::localPasswords).orElse(OidcConfig.LocalPasswords.ALL);
    }

    /** Whether this person can sign in by a password of this office. */
    public boolean hasPassword(SignedIn visitor) {
        return mayUsePassword(visitor.person());
    }

    private boolean mayUsePassword(PersonId person) {
        return switch (localPasswords()) {
            case ALL -> true;
            case ADMINISTRATORS ->
                rows.grants(person).stream().anyMatch(grant -> grant.rights().contains(ADMINISTER));
            case NONE -> false;
        };
    }

    /** The other way to sign in, where one is configured. */
    public Optional<ProviderSignIn> providerSignIn() {
        return providerSignIn;
    }

    /** Where somebody is signed in. */
    public OpenSessions openSessions() {
        return openSessions;
    }

    /** As whom the provider knows our people. */
    public Subjects subjects() {
        return subjects;
    }

    public void signOut(String token) {
        rows.endSession(Tokens.hash(token));
        visitors.forget();
    }

    /** @throws Refused when the old password is wrong or the new one is too short, or passwords are not this person's way in */
    public void changePassword(SignedIn visitor, String oldPassword, String newPassword) {
        if (!mayUsePassword(visitor.person())) {
            throw Refused.forbidden(NO_PASSWORDS);
        }
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
}
