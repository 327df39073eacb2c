package hone.engine.kernel.attention;

import hone.engine.kernel.Footprint;
import hone.engine.kernel.Operands;
import hone.engine.kernel.Prepared;
import hone.engine.kernel.Rung;
import hone.engine.kernel.Site;
import hone.engine.kernel.VectorUnit;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.attention.ScaledDotProduct;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/**
 * FlashAttention (Dao et al., NeurIPS 2022): a block of queries goes through the keys tile by tile, and the online
 * softmax corrects what earlier tiles gave. Scores exist for one tile at a time, so working memory depends on the tile
 * and on no length; and each key and value that is read serves a whole block of queries, where the fused kernel reads
 * them again for each.
 *
 * <p>The queries of a block lie in the lanes of two vectors. Both products then are register blocks of eight by two that
 * read keys and values where they are ({@link TileScores}, {@link TileValues}), and the softmax never adds across lanes
 * ({@link TileSoftmax}). Where a head's elements fill two vectors, the second product has these in its lanes instead and
 * gives rows of the output ({@link TileValueRows}). Too few queries to fill the lanes, as in decode, go one by one, in pieces of a
 * fixed number of keys ({@link RowAttention}).
 */
public final class TiledAttention implements AttentionKernel {
    @Override
    public String id() {
        return "tiled";
    }

    @Override
    public Rung rung() {
        return Rung.PACKED;
    }

    @Override
    public Optional<String> unavailableReason() {
        return VectorUnit.unavailableReason();
    }

    /** A tile and a piece of a row for each worker: no length of a sequence occurs. */
    @Override
    public long scratchBytes(ScaledDotProduct op, Site site) {
        return Footprint.block(site.workers() * AttentionTile.bytes(HeadGeometry.maxHeadDim(op, site)))
                + Footprint.block(site.workers() * RowAttention.rowBytes(Tiles.ROW_KEYS));
    }

    @Override
    public Prepared prepare(ScaledDotProduct op, Site site, MemoryRegion packed, MemoryRegion scratch) {
        int headDim = HeadGeometry.maxHeadDim(op, site);
        MemorySegment tiles = scratch.allocate(site.workers() * AttentionTile.bytes(headDim));
        MemorySegment rows = scratch.allocate(site.workers() * RowAttention.rowBytes(Tiles.ROW_KEYS));
        return new Tiles(op, site.node(), new AttentionTile(tiles, headDim), new RowAttention(rows, Tiles.ROW_KEYS));
    }

    /** A unit is a block of as many queries as there are lanes. */
    private record Tiles(ScaledDotProduct op, String node, AttentionTile tile, RowAttention rows)
            implements AttentionRun {
        /** Keys at a time for single queries: their scores take 4 KB. */
        static final int ROW_KEYS = 1024;

        /** Fewer queries leave so many lanes idle that they are faster one by one. */
        private static final int FEWEST = QueryLanes.COUNT / 4;

        @Override
        public int blockRows(Operands operands) {
            return QueryLanes.COUNT;
        }

        @Override
        public void block(Operands operands, long sample, int head, int first, int end, int worker) {
            int keys = HeadGeometry.keys(op, operands);
            int seq = HeadGeometry.seq(operands);
            int seen = HeadGeometry.visible(op, first, seq, keys);
            int all = HeadGeometry.visible(op, end - 1, seq, keys);
            if (end - first < FEWEST || !finite(operands, sample, head, seen, all)) {
                rows.rows(op, operands, sample, head, first, end, worker);
                return;
            }
            int headDim = HeadGeometry.headDim(op, operands);
            long qRow = HeadGeometry.queryStride(operands);
            long q = HeadGeometry.queryHead(op, operands, sample, head) + first * qRow;
            MemorySegment queries = operands.input(ScaledDotProduct.QUERIES);
            tile.load(queries, q, qRow, end - first, headDim, HeadGeometry.scale(headDim), worker);
            for (int j = 0; j < all; j += AttentionTile.KEYS) {
                int count = Math.min(AttentionTile.KEYS, all - j);
                weights(operands, sample, head, j, count, op.causal() ? seen - j : count, worker);
                if (TileValueRows.fits(headDim)) {
                    rowsOfValues(operands, sample, head, j, count, all, end - first, q, worker);
                } else {
                    values(operands, sample, head, j, count, worker);
                }
            }
            if (!TileValueRows.fits(headDim)) {
                tile.store(operands.output(0), q, qRow, end - first, headDim, worker);
            }
        }

        /**
         * Whether the values that not all queries of a block may see are numbers. The tile multiplies a value that is
         * hidden from a query by a weight of 0, which only gives 0 for a number.
         */
        private boolean finite(Operands operands, long sample, int head, int from, int to) {
            MemorySegment v = operands.input(ScaledDotProduct.VALUES);
            int headDim = HeadGeometry.headDim(op, operands);
            long row = HeadGeometry.keyStride(op, operands);
            long first = HeadGeometry.keyHead(op, operands, sample, head);
            return FiniteRows.check(v, first + from * row, row, to - from, headDim);
        }

        /** The scores of one tile, and what the softmax makes of them. */
        private void weights(Operands operands, long sample, int head, int key, int count, int seen, int worker) {
            int headDim = HeadGeometry.headDim(op, operands);
            long row = HeadGeometry.keyStride(op, operands);
            long at = HeadGeometry.keyHead(op, operands, sample, head) + key * row;
            MemorySegment scratch = tile.scratch();
            long scores = tile.scores(worker);
            MemorySegment k = operands.input(ScaledDotProduct.KEYS);
            TileScores.run(headDim, k, at, row, count, scratch, tile.queries(worker), scratch, scores);
            if (seen < count) {
                TileSoftmax.hide(scratch, scores, count, seen);
            }
            TileSoftmax.update(scratch, scores, count, tile.state(worker));
        }

        private void values(Operands operands, long sample, int head, int key, int count, int worker) {
            int headDim = HeadGeometry.headDim(op, operands);
            long row = HeadGeometry.keyStride(op, operands);
            long at = HeadGeometry.keyHead(op, operands, sample, head) + key * row;
            MemorySegment scratch = tile.scratch();
            long sums = key == 0 ? tile.sums(worker) : tile.tileSums(worker);
            MemorySegment v = operands.input(ScaledDotProduct.VALUES);
            TileValues.run(headDim, v, at, row, count, scratch, tile.scores(worker), scratch, sums);
            if (key > 0) {
                tile.add(headDim, worker);
            }
        }

        /** @param out where the first row of the output goes, after the last tile */
        private void rowsOfValues(
                Operands operands, long sample, int head, int key, int count, int all, int rows, long out, int worker) {
            int headDim = HeadGeometry.headDim(op, operands);
            long row = HeadGeometry.keyStride(op, operands);
            long at = HeadGeometry.keyHead(op, operands, sample, head) + key * row;
            MemorySegment v = operands.input(ScaledDotProduct.VALUES);
            MemorySegment scratch = tile.scratch();
            long scores = tile.scores(worker);
            long state = tile.state(worker);
            long outRow = HeadGeometry.queryStride(operands);
            if (count == all && rows % 4 == 0) {
                TileSoftmax.divide(scratch, scores, count, state);
                TileValueRows.run(headDim, v, at, row, count, scratch, scores, rows, operands.output(0), out, outRow);
                return;
            }
            long sums = tile.sums(worker);
            long tileSums = key == 0 ? sums : tile.tileSums(worker);
            long sumRow = (long) headDim * Float.BYTES;
            TileValueRows.run(headDim, v, at, row, count, scratch, scores, rows, scratch, tileSums, sumRow);
            if (key > 0) {
                TileValueRows.add(scratch, TileSoftmax.factors(state), rows, headDim, sums, tileSums);
            }
            if (key + count == all) {
                long weights = TileSoftmax.sums(state);
                TileValueRows.store(scratch, weights, rows, headDim, sums, operands.output(0), out, outRow);
            }
        }
    }
}
