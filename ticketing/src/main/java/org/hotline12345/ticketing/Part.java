package org.hotline12345.ticketing;

/** What a unit is to a ticket. */
public enum Part {
    /** 主办: answers for the ticket; its reply is the one that is reviewed and told to the citizen. */
    LEAD,
    /** 协办: does its share; the ticket cannot be handled before it replied or was recalled. */
    ASSIST
}
