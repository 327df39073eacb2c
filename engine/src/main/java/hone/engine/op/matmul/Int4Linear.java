package hone.engine.op.matmul;

import hone.engine.InvalidInput;
import hone.engine.graph.Cost;
import hone.engine.graph.Op;
import hone.engine.op.check.Expect;
import hone.engine.tensor.DType;
import hone.engine.tensor.Dim;
import hone.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;

/**
 * A linear layer whose weight is INT4 with one float32 scale for each output and group of inputs ({@link WeightGroups}):
 * W ≈ scale[out, in / groupSize] · (q[out, in] - 8), 0 ≤ q ≤ 15. Two weights share a byte: byte i of a row holds q of
 * input 2i in its low half and of input 2i + 1 in its high half; where the inputs are odd in number, the last high half
 * is not read.
 *
 * <p>Inputs: x (…, in) F32, q (out, ⌈in / 2⌉) U8, scale (out, ⌈in / groupSize⌉) F32, b (out) F32. The
 * activations stay float32: rounding them to INT8 as well was tried, and 16-bit products were slower than fused
 * multiply-adds, for a worse result.
 *
 * @param groupSize how many neighbouring inputs share a scale
 */
public record Int4Linear(int groupSize) implements Op {
    /** The number that stands for zero. */
    public static final int ZERO_POINT = 8;

    public Int4Linear {
        WeightGroups.check(groupSize);
    }

    @Override
    public String kind() {
        return "Int4Linear";
    }

    /** How many scales each output has, for {@code k} inputs. */
    public int groups(long k) {
        return WeightGroups.count(groupSize, k);
    }

    /** Bytes of a row of {@code k} weights. */
    public static long rowBytes(long k) {
        return (k + 1) / 2;
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
        Expect.count(inputs, 4);
        TensorType x = Expect.rankAtLeast(Expect.dtype(inputs.get(0), DType.F32, "input"), 2, "input");
        TensorType w = Expect.rank(Expect.dtype(inputs.get(1), DType.U8, "weight"), 2, "weight");
        long k = Expect.fixed(x, x.rank() - 1, "input");
        if (!w.dim(1).equals(Dim.of(rowBytes(k)))) {
            throw new InvalidInput(
                    "the weight has the wrong row length", "", w.dim(1) + " bytes for " + k + " inputs of half a byte");
        }
        WeightGroups.expectScales(Expect.dtype(inputs.get(2), DType.F32, "scale"), w, groupSize, k);
        Expect.vectorFor(Expect.dtype(inputs.get(3), DType.F32, "bias"), w, 0, "bias");
        List<Dim> dims = new ArrayList<>(x.dims());
        dims.set(x.rank() - 1, w.dim(0));
        return List.of(new TensorType(DType.F32, dims));
    }

    /** The multiply-adds count as FLOPs as they do in float32; scales and bias are more operations for each output. */
    @Override
    public Cost cost(List<TensorType> inputs, List<TensorType> outputs) {
        TensorType x = inputs.getFirst();
        long k = x.dim(x.rank() - 1).max();
        return ProductCost.of(k, inputs, outputs, 2L * groups(k) + 1);
    }
}
