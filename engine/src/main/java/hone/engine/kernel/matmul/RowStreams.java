package hone.engine.kernel.matmul;

import hone.engine.kernel.Operands;
import hone.engine.kernel.activation.ActivationLoops;
import hone.engine.op.matmul.Linear;
import hone.engine.op.matmul.MatrixProduct;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * A linear layer of a single row, as each token of a decoding transformer needs it. Every weight is used once, so that
 * the memory sets the pace, and a memory that is read in one stream stands idle while it looks up the next page. Four
 * panels are therefore read side by side: four streams, whose sums are independent anyway, and an element of the row is
 * loaded once for all of them.
 */
public final class RowStreams {
    /** Panels of a unit. */
    public static final int PANELS = 4;

    private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;
    private static final long VECTOR = LANES.vectorByteSize();
    private static final long STEP = 2 * VECTOR;
    private static final ValueLayout.OfFloat F32 = ValueLayout.JAVA_FLOAT_UNALIGNED;
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();

    private RowStreams() {}

    /** Whether this run is such a layer. */
    static boolean serves(MatrixProduct op, long m) {
        return m == 1 && op instanceof Linear;
    }

    /** Units of {@code n} columns. */
    public static long units(int n) {
        return (ColumnPanels.count(n) + PANELS - 1L) / PANELS;
    }

    /** Fills the tiles of a unit's panels with the bias. */
    public static void start(MemorySegment bias, int n, int panel, int count, MemorySegment tiles, long tile) {
        for (int i = 0; i < count; i++) {
            BiasTile.start(bias, n, (panel + i) * ColumnPanels.WIDTH, 1, tiles, tile + i * BiasTile.ROW);
        }
    }

    /** Writes the tiles of a unit's panels to the output. */
    public static void write(MemorySegment tiles, long tile, Operands operands, int n, int panel, int count) {
        for (int i = 0; i < count; i++) {
            BiasTile.write(tiles, tile + i * BiasTile.ROW, operands, n, 0, 1, (panel + i) * ColumnPanels.WIDTH);
        }
    }

    /**
     * Runs units of a float32 layer.
     *
     * @param op with a bias or none, and perhaps an activation
     * @param tiles this worker's has {@link #PANELS} rows at byte {@code tile}
     */
    static void run(
            Operands operands,
            MatrixProduct op,
            int k,
            int n,
            MemorySegment panels,
            MemorySegment tiles,
            long tile,
            long from,
            long to) {
        MemorySegment x = operands.input(0);
        for (long unit = from; unit < to; unit++) {
            int panel = (int) unit * PANELS;
            int count = Math.min(PANELS, ColumnPanels.count(n) - panel);
            if (op.bias()) {
                start(operands.input(2), n, panel, count, tiles, tile);
            } else {
                BiasTile.zero(count, tiles, tile);
            }
            long b = panel * ColumnPanels.stride(k);
            if (count == PANELS) {
                fourPanels(k, x, panels, b, ColumnPanels.stride(k), tiles, tile);
            } else {
                for (int i = 0; i < count; i++) {
                    long at = b + i * ColumnPanels.stride(k);
                    PanelProduct.oneRow(k, x, 0, panels, at, tiles, tile + i * BiasTile.ROW);
                }
            }
            write(tiles, tile, operands, n, panel, count);
            int column = panel * ColumnPanels.WIDTH;
            int columns = Math.min(count * ColumnPanels.WIDTH, n - column);
            ActivationLoops.finish(op.activation(), operands.output(0), (long) column * Float.BYTES, 0, 1, columns);
        }
    }

    /** The row times four panels, {@code stride} bytes apart; the product is added to the tiles' eight vectors. */
    private static void fourPanels(
            int k, MemorySegment x, MemorySegment panels, long b, long stride, MemorySegment c, long c0) {
        FloatVector sum00 = FloatVector.fromMemorySegment(LANES, c, c0, ORDER);
        FloatVector sum01 = FloatVector.fromMemorySegment(LANES, c, c0 + VECTOR, ORDER);
        FloatVector sum10 = FloatVector.fromMemorySegment(LANES, c, c0 + 2 * VECTOR, ORDER);
        FloatVector sum11 = FloatVector.fromMemorySegment(LANES, c, c0 + 3 * VECTOR, ORDER);
        FloatVector sum20 = FloatVector.fromMemorySegment(LANES, c, c0 + 4 * VECTOR, ORDER);
        FloatVector sum21 = FloatVector.fromMemorySegment(LANES, c, c0 + 5 * VECTOR, ORDER);
        FloatVector sum30 = FloatVector.fromMemorySegment(LANES, c, c0 + 6 * VECTOR, ORDER);
        FloatVector sum31 = FloatVector.fromMemorySegment(LANES, c, c0 + 7 * VECTOR, ORDER);
        long b1 = b + stride;
        long b2 = b1 + stride;
        long b3 = b2 + stride;
        for (int p = 0; p < k; p++) {
            long at = p * STEP;
            FloatVector y = FloatVector.broadcast(LANES, x.get(F32, (long) p * Float.BYTES));
            sum00 = y.fma(FloatVector.fromMemorySegment(LANES, panels, b + at, ORDER), sum00);
            sum01 = y.fma(FloatVector.fromMemorySegment(LANES, panels, b + at + VECTOR, ORDER), sum01);
            sum10 = y.fma(FloatVector.fromMemorySegment(LANES, panels, b1 + at, ORDER), sum10);
            sum11 = y.fma(FloatVector.fromMemorySegment(LANES, panels, b1 + at + VECTOR, ORDER), sum11);
            sum20 = y.fma(FloatVector.fromMemorySegment(LANES, panels, b2 + at, ORDER), sum20);
            sum21 = y.fma(FloatVector.fromMemorySegment(LANES, panels, b2 + at + VECTOR, ORDER), sum21);
            sum30 = y.fma(FloatVector.fromMemorySegment(LANES, panels, b3 + at, ORDER), sum30);
            sum31 = y.fma(FloatVector.fromMemorySegment(LANES, panels, b3 + at + VECTOR, ORDER), sum31);
        }
        sum00.intoMemorySegment(c, c0, ORDER);
        sum01.intoMemorySegment(c, c0 + VECTOR, ORDER);
        sum10.intoMemorySegment(c, c0 + 2 * VECTOR, ORDER);
        sum11.intoMemorySegment(c, c0 + 3 * VECTOR, ORDER);
        sum20.intoMemorySegment(c, c0 + 4 * VECTOR, ORDER);
        sum21.intoMemorySegment(c, c0 + 5 * VECTOR, ORDER);
        sum30.intoMemorySegment(c, c0 + 6 * VECTOR, ORDER);
        sum31.intoMemorySegment(c, c0 + 7 * VECTOR, ORDER);
    }
}
