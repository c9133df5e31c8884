package org.hotline12345.ticketing;

/** Why a request is not taken on (不予受理), as 国办函〔2025〕66号 (二) divides them. */
public enum RejectReason {
    /** 110, 119, 120, 122: the caller is put through at once. */
    EMERGENCY,
    /** Courts, arbitration, discipline, administrative review, disclosure, petitions: the lawful way is told. */
    LAWFUL_WAY,
    /** State or trade secrets, privacy. */
    SECRET,
    /** Against law, public order or good custom. */
    UNLAWFUL,
    /** Nothing that a government body could do. */
    NO_MATTER
}
