package org.hotline12345.telephony;

/** What was to be written is not: another process hears that Asterisk now. */
final class LeaseLost extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LeaseLost(Fence fence) {
        super("the lease of Asterisk " + fence.node() + " with epoch " + fence.epoch() + " is over");
    }
}
