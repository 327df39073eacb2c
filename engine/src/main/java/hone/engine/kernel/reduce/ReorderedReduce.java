package hone.engine.kernel.reduce;

import hone.engine.kernel.Operands;
import hone.engine.kernel.Prepared;
import hone.engine.kernel.Rung;
import hone.engine.kernel.Site;
import hone.engine.kernel.UnpackedKernel;
import hone.engine.kernel.strided.StridedGrid;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.reduce.Reduce;
import hone.engine.op.reduce.ReduceFunction;
import hone.engine.tensor.DType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** For each number of the result a walk through what it is made of, summed in double precision. */
public final class ReorderedReduce implements UnpackedKernel<Reduce> {
    @Override
    public String id() {
        return "reordered";
    }

    @Override
    public Class<Reduce> op() {
        return Reduce.class;
    }

    @Override
    public Rung rung() {
        return Rung.REORDERED;
    }

    @Override
    public Prepared prepare(Reduce op, Site site, MemoryRegion packed, MemoryRegion scratch) {
        return new Walks(op, site.inputs().getFirst().dtype() == DType.I32);
    }

    /** A unit is some numbers of the result. */
    private static final class Walks implements Prepared {
        private static final long UNIT = 8192;

        private final Reduce op;
        private final boolean whole;
        private final StridedGrid kept = new StridedGrid();
        private final StridedGrid reduced = new StridedGrid();
        private long perUnit;
        private long count;

        Walks(Reduce op, boolean whole) {
            this.op = op;
            this.whole = whole;
        }

        @Override
        public void begin(Operands operands) {
            kept.clear();
            reduced.clear();
            count = 1;
            for (int d = 0; d < operands.inputRank(0); d++) {
                boolean goes = op.axes().contains(d);
                long size = operands.inputSize(0, d);
                (goes ? reduced : kept).add(size, StridedGrid.stride(operands, 0, d), 0, 0);
                count *= goes ? size : 1;
            }
            perUnit = Math.max(1, UNIT / Math.max(1, count));
        }

        @Override
        public long units(Operands operands) {
            return (operands.outputElements(0) + perUnit - 1) / perUnit;
        }

        @Override
        public void run(Operands operands, long from, long to, int worker) {
            long last = Math.min(to * perUnit, operands.outputElements(0));
            for (long y = from * perUnit; y < last; y++) {
                long start = kept.at(0, y / kept.row()) + y % kept.row() * kept.step(0);
                if (whole) {
                    operands.output(0).setAtIndex(ValueLayout.JAVA_INT, y, (int) wholes(operands.input(0), start));
                } else {
                    operands.output(0).setAtIndex(ValueLayout.JAVA_FLOAT, y, (float) reals(operands.input(0), start));
                }
            }
        }

        private double reals(MemorySegment x, long start) {
            double shift = op.function() == ReduceFunction.LOG_SUM_EXP
                    ? fold(x, start, Double.NEGATIVE_INFINITY, ReduceFunction.MAX, 0)
                    : 0;
            double finite = Double.isInfinite(shift) ? 0 : shift;
            double first = switch (op.function()) {
                case MAX -> Double.NEGATIVE_INFINITY;
                case MIN -> Double.POSITIVE_INFINITY;
                case PRODUCT -> 1;
                default -> 0;
            };
            double all = fold(x, start, first, op.function(), finite);
            return switch (op.function()) {
                case MEAN -> all / count;
                case L2 -> Math.sqrt(all);
                case LOG_SUM -> Math.log(all);
                case LOG_SUM_EXP -> finite + Math.log(all);
                default -> all;
            };
        }

        /** One loop for each function, so that none decides within. */
        private double fold(MemorySegment x, long start, double first, ReduceFunction function, double shift) {
            double all = first;
            long step = reduced.step(0);
            long row = count == 0 ? 0 : reduced.row();
            long rows = count == 0 ? 0 : reduced.rows();
            for (long r = 0; r < rows; r++) {
                long at = start + reduced.at(0, r);
                switch (function) {
                    case MAX -> {
                        for (long i = 0; i < row; i++) {
                            all = Math.max(all, x.getAtIndex(ValueLayout.JAVA_FLOAT, at + i * step));
                        }
                    }
                    case MIN -> {
                        for (long i = 0; i < row; i++) {
                            all = Math.min(all, x.getAtIndex(ValueLayout.JAVA_FLOAT, at + i * step));
                        }
                    }
                    case PRODUCT -> {
                        for (long i = 0; i < row; i++) {
                            all *= x.getAtIndex(ValueLayout.JAVA_FLOAT, at + i * step);
                        }
                    }
                    case L1 -> {
                        for (long i = 0; i < row; i++) {
                            all += Math.abs(x.getAtIndex(ValueLayout.JAVA_FLOAT, at + i * step));
                        }
                    }
                    case L2, SUM_OF_SQUARES -> {
                        for (long i = 0; i < row; i++) {
                            double value = x.getAtIndex(ValueLayout.JAVA_FLOAT, at + i * step);
                            all += value * value;
                        }
                    }
                    case LOG_SUM_EXP -> {
                        for (long i = 0; i < row; i++) {
                            all += Math.exp(x.getAtIndex(ValueLayout.JAVA_FLOAT, at + i * step) - shift);
                        }
                    }
                    case SUM, MEAN, LOG_SUM -> {
                        for (long i = 0; i < row; i++) {
                            all += x.getAtIndex(ValueLayout.JAVA_FLOAT, at + i * step);
                        }
                    }
                }
            }
            return all;
        }

        private long wholes(MemorySegment x, long start) {
            long all = switch (op.function()) {
                case MAX -> Integer.MIN_VALUE;
                case MIN -> Integer.MAX_VALUE;
                case PRODUCT -> 1;
                default -> 0;
            };
            for (long e = 0; e < count; e++) {
                long at = start + reduced.at(0, e / reduced.row()) + e % reduced.row() * reduced.step(0);
                long value = x.getAtIndex(ValueLayout.JAVA_INT, at);
                all = switch (op.function()) {
                    case MAX -> Math.max(all, value);
                    case MIN -> Math.min(all, value);
                    case PRODUCT -> all * value;
                    default -> all + value;
                };
            }
            return all;
        }
    }
}
