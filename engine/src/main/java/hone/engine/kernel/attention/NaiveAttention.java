package hone.engine.kernel.attention;

import hone.engine.kernel.Footprint;
import hone.engine.kernel.Operands;
import hone.engine.kernel.Prepared;
import hone.engine.kernel.Rung;
import hone.engine.kernel.Site;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.attention.ScaledDotProduct;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The textbook's formula, step by step: all scores of a head in one matrix (queries × keys), then the softmax of each of
 * its rows, then the product with the values. For N queries and keys the matrix has N² numbers. Each step sends it to
 * memory and the next fetches it back, so at long sequences it is neither the arithmetic nor the tensors that cost, but
 * a matrix nobody asked for.
 */
public final class NaiveAttention implements AttentionKernel {
    @Override
    public String id() {
        return "naive";
    }

    @Override
    public Rung rung() {
        return Rung.NAIVE;
    }

    /** A matrix of scores for each worker. */
    @Override
    public long scratchBytes(ScaledDotProduct op, Site site) {
        return Footprint.block(site.workers() * matrixBytes(op, site));
    }

    private static long matrixBytes(ScaledDotProduct op, Site site) {
        return (long) HeadGeometry.maxSeq(site) * HeadGeometry.maxKeys(op, site) * Float.BYTES;
    }

    @Override
    public Prepared prepare(ScaledDotProduct op, Site site, MemoryRegion packed, MemoryRegion scratch) {
        long matrix = matrixBytes(op, site);
        return new Loops(op, site.node(), scratch.allocate(site.workers() * matrix), matrix / Float.BYTES);
    }

    /**
     * A unit is a head.
     *
     * @param matrices of each worker, {@code matrixSize} elements apart
     */
    private record Loops(ScaledDotProduct op, String node, MemorySegment matrices, long matrixSize)
            implements AttentionRun {
        @Override
        public int blockRows(Operands operands) {
            return Math.max(1, HeadGeometry.seq(operands));
        }

        @Override
        public void block(Operands operands, long sample, int head, int first, int end, int worker) {
            int keys = HeadGeometry.keys(op, operands);
            long scores = worker * matrixSize;
            scores(operands, sample, head, keys, scores);
            for (int i = first; i < end; i++) {
                softmax(scores + (long) i * keys, HeadGeometry.visible(op, i, end, keys));
            }
            weighted(operands, sample, head, keys, scores);
        }

        private void scores(Operands operands, long sample, int head, int keys, long scores) {
            int seq = HeadGeometry.seq(operands);
            int headDim = HeadGeometry.headDim(op, operands);
            float scale = HeadGeometry.scale(headDim);
            long q = HeadGeometry.queryHead(op, operands, sample, head) / Float.BYTES;
            long k = HeadGeometry.keyHead(op, operands, sample, head) / Float.BYTES;
            long qRow = HeadGeometry.queryStride(operands) / Float.BYTES;
            long kRow = HeadGeometry.keyStride(op, operands) / Float.BYTES;
            for (int i = 0; i < seq; i++) {
                for (int j = 0; j < HeadGeometry.visible(op, i, seq, keys); j++) {
                    float sum = 0;
                    for (int c = 0; c < headDim; c++) {
                        sum += at(operands.input(ScaledDotProduct.QUERIES), q + i * qRow + c)
                                * at(operands.input(ScaledDotProduct.KEYS), k + j * kRow + c);
                    }
                    matrices.setAtIndex(ValueLayout.JAVA_FLOAT, scores + (long) i * keys + j, sum * scale);
                }
            }
        }

        /** The largest score is taken out of the exponentials, so that none overflows. */
        private void softmax(long row, int visible) {
            float largest = -Float.MAX_VALUE;
            for (int j = 0; j < visible; j++) {
                largest = Math.max(largest, at(matrices, row + j));
            }
            double sum = 0;
            for (int j = 0; j < visible; j++) {
                double weight = Math.exp(at(matrices, row + j) - largest);
                matrices.setAtIndex(ValueLayout.JAVA_FLOAT, row + j, (float) weight);
                sum += weight;
            }
            for (int j = 0; j < visible; j++) {
                matrices.setAtIndex(ValueLayout.JAVA_FLOAT, row + j, (float) (at(matrices, row + j) / sum));
            }
        }

        private void weighted(Operands operands, long sample, int head, int keys, long weights) {
            int seq = HeadGeometry.seq(operands);
            int headDim = HeadGeometry.headDim(op, operands);
            long out = HeadGeometry.queryHead(op, operands, sample, head) / Float.BYTES;
            long v = HeadGeometry.keyHead(op, operands, sample, head) / Float.BYTES;
            long outRow = HeadGeometry.queryStride(operands) / Float.BYTES;
            long vRow = HeadGeometry.keyStride(op, operands) / Float.BYTES;
            for (int i = 0; i < seq; i++) {
                for (int c = 0; c < headDim; c++) {
                    float sum = 0;
                    for (int j = 0; j < HeadGeometry.visible(op, i, seq, keys); j++) {
                        sum += at(matrices, weights + (long) i * keys + j)
                                * at(operands.input(ScaledDotProduct.VALUES), v + j * vRow + c);
                    }
                    operands.output(0).setAtIndex(ValueLayout.JAVA_FLOAT, out + i * outRow + c, sum);
                }
            }
        }

        private static float at(MemorySegment segment, long index) {
            return segment.getAtIndex(ValueLayout.JAVA_FLOAT, index);
        }
    }
}
