package hone.profiler.roofline;

import hone.profiler.machine.MachineFacts;
import java.util.Objects;

/**
 * Measured roofs with what they hold for.
 *
 * @param version of this JSON form
 * @param cpu model name
 * @param cores logical processors
 * @param vectorBits width of the preferred vector shape
 * @param jdk vendor and version
 * @param roofs the best of all measurings so far
 */
record MachineRoofs(int version, String cpu, int cores, int vectorBits, String jdk, Roofs roofs) {
    /** The version this code writes: raised with the form, and where roofs are measured otherwise. */
    static final int VERSION = 2;

    MachineRoofs {
        Objects.requireNonNull(roofs);
    }

    static MachineRoofs of(MachineFacts facts, Roofs roofs) {
        return new MachineRoofs(VERSION, facts.cpu(), facts.cores(), facts.vectorBits(), facts.jdk(), roofs);
    }

    boolean holdsFor(MachineFacts facts) {
        return version == VERSION
                && facts.cpu().equals(cpu)
                && facts.cores() == cores
                && facts.vectorBits() == vectorBits
                && facts.jdk().equals(jdk);
    }
}
