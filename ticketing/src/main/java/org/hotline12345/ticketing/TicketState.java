package org.hotline12345.ticketing;

import java.time.Instant;

/** What a ticket is to its office; each state holds what is true in it and nothing else. The units' part is in the assignments. */
public sealed interface TicketState {
    /** The office still has something to do. */
    sealed interface Open extends TicketState {}

    /** Units work on it, or it waits to be sent to one. */
    sealed interface Working extends Open {}

    /** It is over, unless somebody reopens it. */
    sealed interface Over extends TicketState {}

    /** 待派: written down, with the office. */
    record Registered() implements Working {}

    /** 办理中: units have it. */
    record WithUnits() implements Working {}

    /** 已挂起: the clocks stand still since then. */
    record Suspended(Instant since) implements Open {}

    /** 已办结: the work was accepted; the citizen may be asked before the office closes. */
    record Handled(Instant handledAt) implements Open {}

    /** 已并单: another ticket stands for it; it is handled and closed with that one. */
    record Merged() implements Open {}

    /** 已结案 */
    record Closed(Instant handledAt, Instant closedAt, HandlingMode mode) implements Over {}

    /** 已归档 */
    record Archived(Closed closed, Instant archivedAt) implements Over {}

    /** 不予受理: the caller was told why. */
    record Rejected(Instant at, RejectReason reason) implements Over {}

    /** 已撤诉: the citizen took it back. */
    record Withdrawn(Instant at) implements Over {}

    /** 已作废: written down by mistake; the number is kept. */
    record Voided(Instant at) implements Over {}
}
