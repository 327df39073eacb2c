package hone.engine.format.onnx.lowering;

import hone.engine.format.onnx.op.FunctionNames;
import hone.engine.op.reduce.Reduce;
import hone.engine.op.reduce.ReduceFunction;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Many numbers to one, along dimensions that are known; the global poolings of what is no image, too. */
final class ReduceLowering implements Lowering {
    @Override
    public Set<String> operators() {
        return Set.of(
                "ReduceSum",
                "ReduceMean",
                "ReduceMax",
                "ReduceMin",
                "ReduceProd",
                "ReduceL1",
                "ReduceL2",
                "ReduceSumSquare",
                "ReduceLogSum",
                "ReduceLogSumExp",
                "GlobalAveragePool",
                "GlobalMaxPool");
    }

    @Override
    public Optional<Planned> lower(LoweringSite site) {
        Optional<Planned> x = site.dynamic(0);
        if (x.isEmpty()) {
            return x;
        }
        int rank = x.get().type().rank();
        if (site.operator().startsWith("Global")) {
            ReduceFunction function =
                    site.operator().equals("GlobalMaxPool") ? ReduceFunction.MAX : ReduceFunction.MEAN;
            return site.apply(
                    new Reduce(function, IntStream.range(2, rank).boxed().toList(), true), x.get());
        }
        boolean given = site.has(1) ? site.constant(1).isPresent() : true;
        Optional<List<Integer>> axes = Axes.of(site, 1);
        if (!given) {
            return site.refuse("its dimensions are not known before it runs");
        }
        boolean none = axes.isEmpty() && site.whole("noop_with_empty_axes", 0) != 0;
        List<Integer> all = none
                ? List.of()
                : axes.orElseGet(() -> IntStream.range(0, rank).boxed().toList());
        boolean keep = site.whole("keepdims", 1) != 0;
        return site.apply(new Reduce(FunctionNames.reduction(site.operator()), all, keep), x.get());
    }
}
