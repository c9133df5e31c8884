package org.hotline12345.office;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The owner of the database can write anything; the chain tells what he did. */
class AuditChainIT {
    private static final HotlineCode NORTH = new HotlineCode("north");

    private TestDatabase database;
    private Office office;

    @BeforeEach
    void open() {
        database = TestDatabase.open();
        office = Office.launch(database.pool("office"), Clock.systemUTC(), TestKeys.officeConfig());
    }

    @AfterEach
    void close() {
        office.close();
        database.close();
    }

    @Test
    void rowsThatAreAsTheyWereFitTheirLinks() {
        audit(2_500);
        assertThat(office.verifyAudit()).isEqualTo(new AuditTrail(0, 0, 2_500, ""));
        office.linkAudit();
        var trail = office.verifyAudit();
        assertThat(trail.rows()).isEqualTo(2_500);
        assertThat(trail.links()).isEqualTo(3);
        assertThat(trail.loose()).isZero();
        audit(1);
        office.linkAudit();
        assertThat(office.verifyAudit().rows()).isEqualTo(2_501);
        assertThat(office.verifyAudit().end()).isNotEqualTo(trail.end());
    }

    @Test
    void aChangedRemovedOrAddedRowIsFound() throws SQLException {
        audit(10);
        office.linkAudit();
        audit(10);
        office.linkAudit();
        for (var forgery : new String[] {
            "update office.audit set object = 'another' where position = 3",
            "delete from office.audit where position = 15",
            "update office.audit set at = at + interval '1 hour' where position = 20",
            "insert into office.audit (id, at, person, hotline, action, object, xid)"
                    + " select gen_random_uuid(), at, person, hotline, action, object, xid from office.audit where position = 2",
            "update office.audit_link set hash = decode('00', 'hex') where link = 1",
            "delete from office.audit_link where link = 1",
            // Both ends exchanged: each row by itself is genuine.
            "update office.audit a set object = b.object from office.audit b"
                    + " where (a.position, b.position) in ((1, 2), (2, 1))"
        }) {
            try (var owner = owner()) {
                owner.setAutoCommit(false);
                owner.createStatement().execute(forgery);
                owner.commit();
                assertThatThrownBy(office::verifyAudit)
                        .as(forgery)
                        .isInstanceOf(BadSettings.class)
                        .hasMessageContaining("does not fit");
            }
            close();
            open();
            audit(10);
            office.linkAudit();
            audit(10);
            office.linkAudit();
        }
    }

    @Test
    void theProgramsOwnRoleCannotRewriteTheTrail() {
        audit(1);
        office.linkAudit();
        for (var statement : new String[] {
            "update office.audit set object = 'x'",
            "delete from office.audit",
            "update office.audit_link set rows = 2",
            "delete from office.audit_link"
        }) {
            assertThatThrownBy(() ->
                            database.pool("office").query(statement).execute().await())
                    .as(statement)
                    .hasMessageContaining("permission denied");
        }
    }

    @Test
    void severalProgramsThatLinkAtOnceMakeOneChain() throws Exception {
        try (var programs = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = new ArrayList<Future<?>>();
            for (int program = 0; program < 4; program++) {
                running.add(programs.submit(() -> {
                    for (int i = 0; i < 25; i++) {
                        audit(20);
                        office.linkAudit();
                    }
                }));
            }
            for (var one : running) {
                one.get();
            }
        }
        office.linkAudit();
        var trail = office.verifyAudit();
        assertThat(trail.rows()).isEqualTo(2_000);
        assertThat(trail.loose()).isZero();
    }

    private void audit(int rows) {
        var person = new PersonId(new UUID(0, 12345));
        for (int i = 0; i < rows; i++) {
            office.audit(person, NORTH, "test.see", "object " + i);
        }
    }

    private Connection owner() throws SQLException {
        var settings = database.database();
        return DriverManager.getConnection(
                "jdbc:postgresql://" + settings.host() + ":" + settings.port() + "/" + settings.name(),
                settings.owner(),
                settings.ownerPassword());
    }
}
