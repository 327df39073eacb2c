package hone.engine.kernel.skipping;

import hone.engine.kernel.Footprint;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.FloatVector;

/**
 * A weight (n × k) turned around and cut into panels eight vectors wide, {@code [⌈n / WIDTH⌉][k][WIDTH]}, the last one
 * filled up with zeros: what one input meets lies side by side, and is skipped as a whole.
 */
final class WideRows {
    /** Outputs of a panel. Eight sums keep the processor's multipliers busy while one waits for its own result. */
    static final int WIDTH = 8 * FloatVector.SPECIES_PREFERRED.length();

    /** Bytes of what one input meets in a panel. */
    static final long ROW = (long) WIDTH * Float.BYTES;

    private WideRows() {}

    static int count(int n) {
        return (n + WIDTH - 1) / WIDTH;
    }

    /** Bytes from one panel to the next. */
    static long stride(int k) {
        return k * ROW;
    }

    static long bytes(int k, int n) {
        return Footprint.block(count(n) * stride(k));
    }

    static void pack(MemorySegment weight, int k, int n, MemorySegment panels) {
        panels.fill((byte) 0);
        for (int j = 0; j < n; j++) {
            long column = j / WIDTH * stride(k) + (long) (j % WIDTH) * Float.BYTES;
            for (int p = 0; p < k; p++) {
                float value = weight.getAtIndex(ValueLayout.JAVA_FLOAT, (long) j * k + p);
                panels.set(ValueLayout.JAVA_FLOAT, column + p * ROW, value);
            }
        }
    }
}
