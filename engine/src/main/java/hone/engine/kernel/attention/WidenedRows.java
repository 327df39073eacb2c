package hone.engine.kernel.attention;

import hone.engine.kernel.Footprint;
import hone.engine.kernel.Operands;
import hone.engine.kernel.WorkerRows;
import hone.engine.memory.MemoryRegion;
import hone.engine.tensor.DType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * A group of one head's keys or values as floats, for each worker.
 *
 * @param kept where they come from
 * @param rows of all workers
 * @param halves a Java array for each worker, since only a loop that writes to one becomes the processor's conversion
 */
record WidenedRows(KeptRows kept, MemorySegment rows, float[][] halves) {
    /** Rows of a group: at usual heads of 64 elements a third of the first cache. */
    static final int GROUP = 64;

    private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;

    /** As many bytes as a float vector has lanes; the shortest byte vector has eight. */
    private static final VectorSpecies<Byte> BYTES =
            VectorSpecies.of(byte.class, VectorShape.forBitSize(Math.max(8, LANES.length()) * Byte.SIZE));

    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    private static final ValueLayout.OfFloat F32 = ValueLayout.JAVA_FLOAT_UNALIGNED;

    /** Bytes that {@link #of} takes from the scratch. */
    static long scratchBytes(long headDim, int workers) {
        return Footprint.block(workers * workerBytes(headDim)) + WorkerRows.bytes(workers, Math.toIntExact(headDim));
    }

    static WidenedRows of(KeptRows kept, int workers, MemoryRegion scratch) {
        scratch.chargeArray(WorkerRows.bytes(workers, kept.headDim()));
        return new WidenedRows(
                kept,
                scratch.allocate(workers * workerBytes(kept.headDim())),
                WorkerRows.floats(workers, kept.headDim()));
    }

    /** Two lines of the cache keep workers apart. */
    private static long workerBytes(long headDim) {
        return GROUP * rowBytes(headDim) + 128;
    }

    /** A row takes whole vectors, so that its last elements are one too, whatever stands behind them. */
    private static long rowBytes(long headDim) {
        return RowSoftmax.padded(Math.toIntExact(headDim)) * (long) Float.BYTES;
    }

    /** Where a worker's rows begin, in bytes. */
    long place(int worker) {
        return worker * workerBytes(kept.headDim());
    }

    /** From one row to the next, in bytes. */
    long stride() {
        return rowBytes(kept.headDim());
    }

    /** Widens {@code count} rows that lie one behind the other, keys or with {@code values} 1 values. */
    void widen(Operands operands, int values, int position, int head, int count, int worker) {
        MemorySegment from = kept.rows(operands, values, position);
        long at = kept.place(operands, values, position, head);
        long to = place(worker);
        if (kept.form() == DType.F16) {
            for (int row = 0; row < count; row++) {
                halves(from, at + row * kept.stride(), halves[worker], kept.headDim());
                MemorySegment.copy(
                        halves[worker], 0, rows, ValueLayout.JAVA_FLOAT, to + row * stride(), kept.headDim());
            }
            return;
        }
        MemorySegment scales = kept.scales(operands, values, position);
        long scale = kept.scalePlace(operands, values, position, head);
        bytes(from, at, kept.stride(), scales, scale, kept.scaleStride(), count, kept.headDim(), rows, to, stride());
    }

    private static void halves(MemorySegment from, long at, float[] floats, int count) {
        for (int c = 0; c < count; c++) {
            floats[c] = Float.float16ToFloat(from.get(ValueLayout.JAVA_SHORT_UNALIGNED, at + (long) c * Short.BYTES));
        }
    }

    /** to[row][c] = scales[row] · from[row][c]. */
    private static void bytes(
            MemorySegment from,
            long f0,
            long fRow,
            MemorySegment scales,
            long s0,
            long sRow,
            int count,
            int headDim,
            MemorySegment to,
            long t0,
            long tRow) {
        for (int row = 0; row < count; row++) {
            long at = f0 + row * fRow;
            long target = t0 + row * tRow;
            // the last elements are read with what stands behind them, which only the cache's last row has not got
            int bound = (int) Math.min(headDim, from.byteSize() - at - BYTES.length() + 1);
            float scale = scales.get(F32, s0 + row * sRow);
            FloatVector factor = FloatVector.broadcast(LANES, scale);
            int c = 0;
            for (; c < bound; c += LANES.length()) {
                FloatVector wide = (FloatVector) ByteVector.fromMemorySegment(BYTES, from, at + c, ORDER)
                        .convertShape(VectorOperators.B2F, LANES, 0);
                wide.mul(factor).intoMemorySegment(to, target + (long) c * Float.BYTES, ORDER);
            }
            for (; c < headDim; c++) {
                to.set(F32, target + (long) c * Float.BYTES, from.get(ValueLayout.JAVA_BYTE, at + c) * scale);
            }
        }
    }
}
