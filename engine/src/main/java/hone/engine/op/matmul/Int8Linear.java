package hone.engine.op.matmul;

import hone.engine.graph.Cost;
import hone.engine.op.check.Expect;
import hone.engine.tensor.DType;
import hone.engine.tensor.TensorType;
import java.util.List;

/**
 * A linear layer whose weight is INT8: W ≈ scale · q, symmetric, |q| ≤ 127, with one float32 scale for each output
 * channel or, where {@code groupSize} is not 0, for each output and group of inputs ({@link WeightGroups}). Inputs:
 * x (…, in) F32, q (out, in) I8, scale (out) or (out, ⌈in / groupSize⌉) F32, b (out) F32, and, where
 * {@code quantizedActivations}, the input's calibrated scale (1) F32; the input is then rounded to INT8 too, saturating
 * at ±127, and multiplied in integers.
 *
 * @param quantizedActivations whether the arithmetic is INT8 × INT8
 * @param groupSize how many neighbouring inputs share a scale; 0 for all of them
 */
public record Int8Linear(boolean quantizedActivations, int groupSize) implements hone.engine.graph.Op {
    public Int8Linear {
        if (groupSize != 0) {
            WeightGroups.check(groupSize);
        }
    }

    /** A layer with one scale for each output channel. */
    public Int8Linear(boolean quantizedActivations) {
        this(quantizedActivations, 0);
    }

    @Override
    public String kind() {
        return "Int8Linear";
    }

    /** How many scales each output has, for {@code k} inputs. */
    public int groups(long k) {
        return groupSize == 0 ? 1 : WeightGroups.count(groupSize, k);
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
        Expect.count(inputs, quantizedActivations ? 5 : 4);
        TensorType x = Expect.rankAtLeast(Expect.dtype(inputs.get(0), DType.F32, "input"), 2, "input");
        TensorType w = Expect.rank(Expect.dtype(inputs.get(1), DType.I8, "weight"), 2, "weight");
        TensorType scale = Expect.dtype(inputs.get(2), DType.F32, "scale");
        if (groupSize == 0) {
            Expect.vectorFor(scale, w, 0, "scale");
        } else {
            WeightGroups.expectScales(scale, w, groupSize, w.dim(1).max());
        }
        Expect.vectorFor(Expect.dtype(inputs.get(3), DType.F32, "bias"), w, 0, "bias");
        if (quantizedActivations) {
            Expect.same(inputs.get(4), TensorType.f32(1L), "input scale");
        }
        return List.of(Linear.result(x, w));
    }

    /** The multiply-adds count as FLOPs as they do in float32; scales and bias are more operations for each output. */
    @Override
    public Cost cost(List<TensorType> inputs, List<TensorType> outputs) {
        long k = inputs.get(1).dim(1).max();
        int groups = groups(k);
        return ProductCost.of(k, inputs, outputs, groups == 1 ? 2 : 2 * groups + 1);
    }
}
