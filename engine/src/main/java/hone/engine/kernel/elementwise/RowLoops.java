package hone.engine.kernel.elementwise;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The loops of {@link BroadcastLoops}, each compiled by itself: two rows, a row and one number, one number and a row. Places are in
 * bytes, and counts whole vectors.
 */
final class RowLoops {
    private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    private static final int STEP = LANES.length();

    private RowLoops() {}

    private static FloatVector load(MemorySegment x, long at) {
        return FloatVector.fromMemorySegment(LANES, x, at, ORDER);
    }

    static void add(MemorySegment x, long left, MemorySegment z, long right, MemorySegment y, long to, int count) {
        for (int i = 0; i < count; i += STEP) {
            FloatVector a = load(x, left + 4L * i);
            FloatVector b = load(z, right + 4L * i);
            a.add(b).intoMemorySegment(y, to + 4L * i, ORDER);
        }
    }

    static void add(MemorySegment x, long left, float one, MemorySegment y, long to, int count) {
        FloatVector b = FloatVector.broadcast(LANES, one);
        for (int i = 0; i < count; i += STEP) {
            FloatVector a = load(x, left + 4L * i);
            a.add(b).intoMemorySegment(y, to + 4L * i, ORDER);
        }
    }

    static void add(float one, MemorySegment z, long right, MemorySegment y, long to, int count) {
        FloatVector a = FloatVector.broadcast(LANES, one);
        for (int i = 0; i < count; i += STEP) {
            FloatVector b = load(z, right + 4L * i);
            a.add(b).intoMemorySegment(y, to + 4L * i, ORDER);
        }
    }

    static void sub(MemorySegment x, long left, MemorySegment z, long right, MemorySegment y, long to, int count) {
        for (int i = 0; i < count; i += STEP) {
            FloatVector a = load(x, left + 4L * i);
            FloatVector b = load(z, right + 4L * i);
            a.sub(b).intoMemorySegment(y, to + 4L * i, ORDER);
        }
    }

    static void sub(MemorySegment x, long left, float one, MemorySegment y, long to, int count) {
        FloatVector b = FloatVector.broadcast(LANES, one);
        for (int i = 0; i < count; i += STEP) {
            FloatVector a = load(x, left + 4L * i);
            a.sub(b).intoMemorySegment(y, to + 4L * i, ORDER);
        }
    }

    static void sub(float one, MemorySegment z, long right, MemorySegment y, long to, int count) {
        FloatVector a = FloatVector.broadcast(LANES, one);
        for (int i = 0; i < count; i += STEP) {
            FloatVector b = load(z, right + 4L * i);
            a.sub(b).intoMemorySegment(y, to + 4L * i, ORDER);
        }
    }

    static void mul(MemorySegment x, long left, MemorySegment z, long right, MemorySegment y, long to, int count) {
        for (int i = 0; i < count; i += STEP) {
            FloatVector a = load(x, left + 4L * i);
            FloatVector b = load(z, right + 4L * i);
            a.mul(b).intoMemorySegment(y, to + 4L * i, ORDER);
        }
    }

    static void mul(MemorySegment x, long left, float one, MemorySegment y, long to, int count) {
        FloatVector b = FloatVector.broadcast(LANES, one);
        for (int i = 0; i < count; i += STEP) {
            FloatVector a = load(x, left + 4L * i);
            a.mul(b).intoMemorySegment(y, to + 4L * i, ORDER);
        }
    }

    static void mul(float one, MemorySegment z, long right, MemorySegment y, long to, int count) {
        FloatVector a = FloatVector.broadcast(LANES, one);
        for (int i = 0; i < count; i += STEP) {
            FloatVector b = load(z, right + 4L * i);
            a.mul(b).intoMemorySegment(y, to + 4L * i, ORDER);
        }
    }

    static void div(MemorySegment x, long left, MemorySegment z, long right, MemorySegment y, long to, int count) {
        for (int i = 0; i < count; i += STEP) {
            FloatVector a = load(x, left + 4L * i);
            FloatVector b = load(z, right + 4L * i);
            a.div(b).intoMemorySegment(y, to + 4L * i, ORDER);
        }
    }

    static void div(MemorySegment x, long left, float one, MemorySegment y, long to, int count) {
        FloatVector b = FloatVector.broadcast(LANES, one);
        for (int i = 0; i < count; i += STEP) {
            FloatVector a = load(x, left + 4L * i);
            a.div(b).intoMemorySegment(y, to + 4L * i, ORDER);
        }
    }

    static void div(float one, MemorySegment z, long right, MemorySegment y, long to, int count) {
        FloatVector a = FloatVector.broadcast(LANES, one);
        for (int i = 0; i < count; i += STEP) {
            FloatVector b = load(z, right + 4L * i);
            a.div(b).intoMemorySegment(y, to + 4L * i, ORDER);
        }
    }

    static void min(MemorySegment x, long left, MemorySegment z, long right, MemorySegment y, long to, int count) {
        for (int i = 0; i < count; i += STEP) {
            FloatVector a = load(x, left + 4L * i);
            FloatVector b = load(z, right + 4L * i);
            a.min(b).intoMemorySegment(y, to + 4L * i, ORDER);
        }
    }

    static void min(MemorySegment x, long left, float one, MemorySegment y, long to, int count) {
        FloatVector b = FloatVector.broadcast(LANES, one);
        for (int i = 0; i < count; i += STEP) {
            FloatVector a = load(x, left + 4L * i);
            a.min(b).intoMemorySegment(y, to + 4L * i, ORDER);
        }
    }

    static void min(float one, MemorySegment z, long right, MemorySegment y, long to, int count) {
        FloatVector a = FloatVector.broadcast(LANES, one);
        for (int i = 0; i < count; i += STEP) {
            FloatVector b = load(z, right + 4L * i);
            a.min(b).intoMemorySegment(y, to + 4L * i, ORDER);
        }
    }

    static void max(MemorySegment x, long left, MemorySegment z, long right, MemorySegment y, long to, int count) {
        for (int i = 0; i < count; i += STEP) {
            FloatVector a = load(x, left + 4L * i);
            FloatVector b = load(z, right + 4L * i);
            a.max(b).intoMemorySegment(y, to + 4L * i, ORDER);
        }
    }

    static void max(MemorySegment x, long left, float one, MemorySegment y, long to, int count) {
        FloatVector b = FloatVector.broadcast(LANES, one);
        for (int i = 0; i < count; i += STEP) {
            FloatVector a = load(x, left + 4L * i);
            a.max(b).intoMemorySegment(y, to + 4L * i, ORDER);
        }
    }

    static void max(float one, MemorySegment z, long right, MemorySegment y, long to, int count) {
        FloatVector a = FloatVector.broadcast(LANES, one);
        for (int i = 0; i < count; i += STEP) {
            FloatVector b = load(z, right + 4L * i);
            a.max(b).intoMemorySegment(y, to + 4L * i, ORDER);
        }
    }

    static void prelu(MemorySegment x, long left, MemorySegment z, long right, MemorySegment y, long to, int count) {
        for (int i = 0; i < count; i += STEP) {
            FloatVector a = load(x, left + 4L * i);
            FloatVector b = load(z, right + 4L * i);
            a.blend(a.mul(b), a.lt(0)).intoMemorySegment(y, to + 4L * i, ORDER);
        }
    }

    static void prelu(MemorySegment x, long left, float one, MemorySegment y, long to, int count) {
        FloatVector b = FloatVector.broadcast(LANES, one);
        for (int i = 0; i < count; i += STEP) {
            FloatVector a = load(x, left + 4L * i);
            a.blend(a.mul(b), a.lt(0)).intoMemorySegment(y, to + 4L * i, ORDER);
        }
    }

    static void prelu(float one, MemorySegment z, long right, MemorySegment y, long to, int count) {
        FloatVector a = FloatVector.broadcast(LANES, one);
        for (int i = 0; i < count; i += STEP) {
            FloatVector b = load(z, right + 4L * i);
            a.blend(a.mul(b), a.lt(0)).intoMemorySegment(y, to + 4L * i, ORDER);
        }
    }
}
