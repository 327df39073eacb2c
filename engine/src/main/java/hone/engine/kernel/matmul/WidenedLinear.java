package hone.engine.kernel.matmul;

import hone.engine.kernel.Footprint;
import hone.engine.kernel.Operands;
import hone.engine.kernel.Prepared;
import hone.engine.kernel.WorkerRows;
import hone.engine.memory.MemoryRegion;
import java.lang.foreign.MemorySegment;

/**
 * A linear layer whose weights are kept in fewer bits than it computes with. A unit is a block of the result, many rows
 * by one panel of columns. Many rows have each slice of the panel widened once for all of them ({@link WidenedBlock});
 * rows too few for that share widened slices in fours; and one or two take the weights as they are, widened in registers,
 * perhaps several panels side by side, since memory is read faster in several streams than in one.
 */
public final class WidenedLinear implements Prepared {
    private static final int ROWS = WidenedBlock.ROWS;
    private static final long TILE = ROWS * BiasTile.ROW;
    /** A worker's memory: a tile, then a slice. */
    private static final long WORKER = TILE + PanelGrid.DEPTH * BiasTile.ROW;

    private final WidenedPanels panels;
    private final MemorySegment work;
    private final float[][] tiles;

    /** @param scratch of at least {@link #scratchBytes} for as many workers */
    public WidenedLinear(WidenedPanels panels, int workers, MemoryRegion scratch) {
        this.panels = panels;
        this.work = scratch.allocate(workers * WORKER);
        scratch.chargeArray(WorkerRows.bytes(workers, WidenedBlock.ELEMENTS));
        this.tiles = WorkerRows.floats(workers, WidenedBlock.ELEMENTS);
    }

    /** Bytes of scratch that so many workers need. */
    public static long scratchBytes(int workers) {
        return Footprint.block(workers * WORKER) + WorkerRows.bytes(workers, WidenedBlock.ELEMENTS);
    }

    @Override
    public long units(Operands operands) {
        if (panels.few(operands)) {
            return ((long) ColumnPanels.count(panels.n(operands)) + panels.streams() - 1) / panels.streams();
        }
        return (panels.m(operands) + ROWS - 1) / ROWS * ColumnPanels.count(panels.n(operands));
    }

    @Override
    public void begin(Operands operands) {
        panels.begin(operands);
    }

    @Override
    public void run(Operands operands, long from, long to, int worker) {
        int count = ColumnPanels.count(panels.n(operands));
        if (panels.few(operands)) {
            for (long unit = from; unit < to; unit++) {
                int panel = (int) unit * panels.streams();
                int several = Math.min(panels.streams(), count - panel);
                panels.stream(operands, panel, several, work, worker * WORKER);
            }
            return;
        }
        for (long unit = from; unit < to; unit++) {
            long top = unit / count * ROWS;
            int height = (int) Math.min(ROWS, panels.m(operands) - top);
            if (WidenedBlock.takes(height) && !panels.oneByOne(operands, height)) {
                manyRows(operands, top, height, (int) (unit % count), worker);
            } else {
                fewRows(operands, top, height, (int) (unit % count), worker);
            }
        }
    }

    private void manyRows(Operands operands, long top, int height, int panel, int worker) {
        int k = panels.k(operands);
        int n = panels.n(operands);
        int column = panel * ColumnPanels.WIDTH;
        long slice = worker * WORKER + TILE;
        float[] tile = tiles[worker];
        WidenedBlock.start(tile, height, panels.bias(operands), column, n);
        for (int p = 0; p < k; p += PanelGrid.DEPTH) {
            int depth = Math.min(PanelGrid.DEPTH, k - p);
            panels.widen(k, panel, p, depth, work, slice, worker);
            long a0 = (top * k + p) * Float.BYTES;
            WidenedBlock.add(operands.input(0), a0, row(k), depth, work, slice, tile, height);
        }
        WidenedBlock.finish(tile, height, operands.output(0), top, column, n);
    }

    private void fewRows(Operands operands, long top, int height, int panel, int worker) {
        int k = panels.k(operands);
        int n = panels.n(operands);
        int column = panel * ColumnPanels.WIDTH;
        long tile = worker * WORKER;
        BiasTile.start(panels.bias(operands), n, column, height, work, tile);
        if (panels.oneByOne(operands, height)) {
            panels.addRows(operands, top, height, panel, work, tile, worker);
        } else {
            for (int p = 0; p < k; p += PanelGrid.DEPTH) {
                int depth = Math.min(PanelGrid.DEPTH, k - p);
                panels.widen(k, panel, p, depth, work, tile + TILE, worker);
                long a0 = (top * k + p) * Float.BYTES;
                PanelGrid.addSteps(
                        operands.input(0), a0, row(k), depth, work, tile + TILE, work, tile, BiasTile.ROW, height);
            }
        }
        BiasTile.write(work, tile, operands, n, top, height, column);
    }

    /** Bytes of a row of activations. */
    private static long row(int k) {
        return (long) k * Float.BYTES;
    }
}
