package org.hotline12345.telephony;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.hotline12345.office.Office;
import org.hotline12345.office.PersonId;
import org.hotline12345.office.TestDatabase;
import org.hotline12345.office.TestKeys;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** One process hears an Asterisk, and writes what it tells; whoever slept through the end of its lease writes nothing. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LeaseIT {
    private static final Duration LENGTH = Duration.ofSeconds(4);
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Instant NINE = Instant.parse("2026-11-25T01:00:00Z");

    private TestDatabase database;
    private Pool pool;
    private PgLeases leases;
    private PgCalls calls;
    private final List<Ownership> running = new CopyOnWriteArrayList<>();
    private int nodes;

    @BeforeAll
    void open() {
        database = TestDatabase.open();
        pool = database.pool("telephony");
        leases = new PgLeases(pool);
        var office = Office.launch(database.pool("office"), Clock.systemUTC(), TestKeys.officeConfig());
        office.addHotline(Stories.NORTH);
        calls = new PgCalls(pool, office.seal());
    }

    @AfterEach
    void stop() {
        running.forEach(Ownership::close);
        running.clear();
    }

    @AfterAll
    void close() {
        database.close();
    }

    /** One that keeps what it was told and when. */
    private static final class Ear implements Ownership.Hearing {
        final List<Fence> begun = new CopyOnWriteArrayList<>();
        final AtomicLong endedAt = new AtomicLong();
        final AtomicLong begunAt = new AtomicLong();

        @Override
        public void begin(Fence fence) {
            begunAt.set(System.nanoTime());
            begun.add(fence);
        }

        @Override
        public void end() {
            endedAt.set(System.nanoTime());
        }

        @Override
        public void stop() {
            end();
        }
    }

    private String newNode() {
        return "node" + ++nodes;
    }

    private Ownership process(String node, String name, Ear ear) {
        var ownership = new Ownership(node, name, leases, LENGTH, System::nanoTime, ear);
        running.add(ownership);
        ownership.start();
        return ownership;
    }

    private Fence take(String node, String name) {
        return leases.take(node, name, LENGTH, LIMIT)
                .map(held -> new Fence(node, held.epoch()))
                .orElseThrow();
    }

    private static PgCalls.Batch arrival(String node, int number) {
        var arrived = new CallEvent.Arrived(
                new CallId(node + "-1795310813." + number), NINE, Stories.NORTH.code(), "12345", new Caller.Withheld());
        return PgCalls.Batch.of(List.of(new PgCalls.Change(Calls.begin(arrived), arrived, 1)));
    }

    private long rows(String node) {
        return pool.preparedQuery("select count(*) as n from telephony.call where id like $1 || '-%'")
                .execute(Tuple.of(node))
                .await()
                .iterator()
                .next()
                .getLong("n");
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }

    @Test
    void onlyOneOfTwoHearsAndTheStatusSaysWhich() {
        var node = newNode();
        var first = new Ear();
        var second = new Ear();
        var one = process(node, "one", first);
        var other = process(node, "other", second);
        assertThat(first.begun).as("when start returns").containsExactly(new Fence(node, 1));
        await().during(LENGTH.multipliedBy(2)).atMost(SOON).until(() -> one.holds() && second.begun.isEmpty());
        assertThat(one.ours())
                .hasValueSatisfying(held -> assertThat(held.holder()).isEqualTo("one"));
        assertThat(other.ours()).isEmpty();
        assertThat(other.theirs()).hasValueSatisfying(held -> {
            assertThat(held.holder()).isEqualTo("one");
            assertThat(held.since()).isBefore(Instant.now().plusSeconds(1));
        });
        assertThat(one.theirs()).isEmpty();
    }

    @Test
    void cleanStopGivesTheLeaseBackAtOnce() {
        var node = newNode();
        var first = new Ear();
        var second = new Ear();
        var one = process(node, "one", first);
        process(node, "other", second);
        var stopped = System.nanoTime();
        one.close();
        await().atMost(SOON).pollInterval(Duration.ofMillis(10)).until(() -> !second.begun.isEmpty());
        var took = Duration.ofNanos(second.begunAt.get() - stopped);
        System.out.println("# taken over " + took.toMillis() + " ms after a clean stop, lease " + LENGTH);
        assertThat(took).isLessThan(Duration.ofSeconds(2));
        assertThat(first.endedAt.get()).as("the link was closed before").isLessThan(second.begunAt.get());
        assertThat(second.begun).containsExactly(new Fence(node, 2));
    }

    @Test
    void deadOwnerIsFollowedWhenItsLeaseIsOver() {
        var node = newNode();
        var dead = take(node, "dead");
        var taken = System.nanoTime();
        var ear = new Ear();
        process(node, "other", ear);
        await().atMost(SOON).pollInterval(Duration.ofMillis(10)).until(() -> !ear.begun.isEmpty());
        var took = Duration.ofNanos(ear.begunAt.get() - taken);
        System.out.println("# taken over " + took.toMillis() + " ms after the last word of the owner, lease " + LENGTH);
        assertThat(took).isBetween(LENGTH.minusMillis(50), LENGTH.plusSeconds(2));
        assertThat(ear.begun).containsExactly(new Fence(node, dead.epoch() + 1));
    }

    @Test
    void ownerThatWakesAfterTheEndWritesNothing() throws Exception {
        var node = newNode();
        var frozen = take(node, "frozen");
        calls.write(frozen, arrival(node, 1));
        assertThat(rows(node)).isEqualTo(1);
        Thread.sleep(LENGTH.plusMillis(200));
        var now = take(node, "other");
        assertThatThrownBy(() -> calls.write(frozen, arrival(node, 2))).isInstanceOf(LeaseLost.class);
        assertThat(rows(node)).isEqualTo(1);
        assertThat(leases.prolong(frozen, LENGTH, LIMIT)).isFalse();
        calls.write(now, arrival(node, 2));
        assertThat(rows(node)).isEqualTo(2);
    }

    @Test
    void gapsAndPeopleAtSeatsAreFencedToo() throws Exception {
        var node = newNode();
        var frozen = take(node, "frozen");
        Thread.sleep(LENGTH.plusMillis(200));
        take(node, "other");
        var gaps = new PgGaps(pool);
        var session = new AgentSession(
                new PersonId(UUID.randomUUID()), Stories.NORTH.code(), new Seat("1001"), Optional.empty(), NINE);
        assertThatThrownBy(() -> gaps.note(frozen, NINE, NINE.plusSeconds(1))).isInstanceOf(LeaseLost.class);
        assertThatThrownBy(() -> gaps.fill(frozen, NINE)).isInstanceOf(LeaseLost.class);
        assertThatThrownBy(() -> new PgSeats(pool).begin(frozen, session)).isInstanceOf(LeaseLost.class);
        assertThatThrownBy(() -> new PgSeats(pool).end(frozen, session.agent(), NINE))
                .isInstanceOf(LeaseLost.class);
        assertThatThrownBy(() -> new PgAgents(pool).add(frozen, session, new AgentState.Ready(NINE), session.agent()))
                .isInstanceOf(LeaseLost.class);
        assertThat(gaps.open(node)).isEmpty();
        assertThat(new PgSeats(pool).of(session.agent())).isEmpty();
    }

    /** Frozen between two steps of a transaction, as SIGSTOP may do it: PostgreSQL ends that, so that nobody waits for ever. */
    @Test
    void ownerFrozenInTheMidstOfATransactionHoldsUpNobodyForLong() {
        var node = newNode();
        var frozen = take(node, "frozen");
        var taken = System.nanoTime();
        var connection = pool.getConnection().await();
        try {
            var tx = connection.begin().await();
            PgLeases.hold(connection, frozen).await();
            connection
                    .preparedQuery("insert into telephony.gap (node, from_at, until_at) values ($1, now(), now())")
                    .execute(Tuple.of(node))
                    .await();
            var ear = new Ear();
            process(node, "other", ear);
            await().atMost(SOON).pollInterval(Duration.ofMillis(10)).until(() -> !ear.begun.isEmpty());
            var took = Duration.ofNanos(ear.begunAt.get() - taken);
            System.out.println(
                    "# taken over " + took.toMillis() + " ms after a freeze in a transaction, lease " + LENGTH);
            assertThat(took).isLessThan(Duration.ofSeconds(10));
            assertThatThrownBy(() -> tx.commit().await()).isNotNull();
            assertThat(new PgGaps(pool).open(node)).isEmpty();
        } finally {
            connection.close();
        }
    }

    @Test
    void writerDoesNotHoldUpTheProlonging() {
        var node = newNode();
        var ours = take(node, "ours");
        var connection = pool.getConnection().await();
        try {
            var tx = connection.begin().await();
            PgLeases.hold(connection, ours).await();
            var asked = System.nanoTime();
            assertThat(leases.prolong(ours, LENGTH, LIMIT)).isTrue();
            assertThat(since(asked)).isLessThan(Duration.ofSeconds(1));
            tx.commit().await();
        } finally {
            connection.close();
        }
    }

    /** The taker waits for whoever writes, so what it reads afterwards is all there is. */
    @Test
    void takerWaitsForATransactionThatIsUnderWay() throws Exception {
        var node = newNode();
        var old = take(node, "old");
        Thread.sleep(LENGTH.plusMillis(200));
        var connection = pool.getConnection().await();
        try {
            var tx = connection.begin().await();
            // Nobody has taken it yet, so this is still allowed.
            PgLeases.hold(connection, old).await();
            var taking = Thread.ofVirtual().start(() -> take(node, "new"));
            Thread.sleep(500);
            assertThat(taking.isAlive()).isTrue();
            tx.commit().await();
            assertThat(taking.join(Duration.ofSeconds(5))).isTrue();
            assertThat(leases.all(LIMIT).get(node).holder()).isEqualTo("new");
        } finally {
            connection.close();
        }
    }

    /** A clock that stands still makes a process believe in its lease for ever: the rows do not. */
    @Test
    void processWhoseClockStoodStillIsStoppedByTheRows() throws Exception {
        var node = newNode();
        var stopped = System.nanoTime();
        var ear = new Ear();
        var believer = new Ownership(node, "believer", leases, LENGTH, () -> stopped, ear);
        running.add(believer);
        believer.start();
        var fence = ear.begun.getFirst();
        Thread.sleep(LENGTH.plusMillis(200));
        take(node, "other");
        assertThat(believer.holds()).as("by its own clock").isTrue();
        assertThatThrownBy(() -> calls.write(fence, arrival(node, 1))).isInstanceOf(LeaseLost.class);
        believer.refused(fence);
        await().atMost(SOON).until(() -> ear.endedAt.get() != 0);
        assertThat(believer.holds()).isFalse();
        assertThat(rows(node)).isZero();
    }
}
