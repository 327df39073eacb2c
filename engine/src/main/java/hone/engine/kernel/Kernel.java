package hone.engine.kernel;

import hone.engine.graph.Op;
import hone.engine.memory.MemoryRegion;
import java.util.Optional;

/**
 * One way to compute one kind of op. A kernel is stateless; what it needs for one place in a plan (packed weights,
 * scratch) it makes once, in {@link #prepare}, and the plan frees it.
 *
 * @param <O> the op it computes
 */
public interface Kernel<O extends Op> {
    /** As reports and the machine profile name it: "simd", "csr"; unique among the kernels of one op. */
    String id();

    /** The op it computes. */
    Class<O> op();

    /** The step of the ladder it stands on. */
    Rung rung();

    /** Whether it skips the zeros of a pruned weight; such kernels are picked by measured cost, never by rung alone. */
    default boolean sparse() {
        return false;
    }

    /** Why this machine cannot run it at all; empty where it can. */
    default Optional<String> unavailableReason() {
        return Optional.empty();
    }

    /** Why it cannot run here; empty where it can. */
    Optional<String> refusal(O op, Site site);

    /**
     * Multiply-adds (or elements, for an op without) that it really does at the site's maximum sizes: the dense count,
     * unless it skips zeros.
     */
    default long work(O op, Site site) {
        var cost = op.cost(maximum(site.inputs()), maximum(site.outputs()));
        return cost.flops() > 0 ? cost.flops() / 2 : cost.elementwiseOps();
    }

    /**
     * Multiply-adds it really does at the site's maximum sizes, where these are fewer than the {@link #work} that its
     * time is predicted by: a kernel that needs fewer multiplications for the same result says so here.
     */
    default long multiplyAdds(O op, Site site) {
        return work(op, site);
    }

    /** Whether it finds nothing to do where the planner lets its output take over its input's memory. */
    default boolean idleInPlace() {
        return false;
    }

    /** Bytes of weights it keeps packed for this site; 0 where it reads the model's own tensors in place. */
    long packedBytes(O op, Site site);

    /**
     * Whether its packed form replaces this constant input, so that the model's own tensor need not stay resident for
     * the plan to run. By default that is the second input, a layer's weight, wherever anything is packed.
     */
    default boolean packs(O op, Site site, int input) {
        return input == 1 && packedBytes(op, site) > 0;
    }

    /** Bytes of scratch it needs for this site, over all workers. */
    long scratchBytes(O op, Site site);

    /**
     * Makes ready for running at one site.
     *
     * @param packed where packed weights go, charged as weights
     * @param scratch where working memory goes
     */
    Prepared prepare(O op, Site site, MemoryRegion packed, MemoryRegion scratch);

    private static java.util.List<hone.engine.tensor.TensorType> maximum(
            java.util.List<hone.engine.tensor.TensorType> types) {
        return types.stream()
                .map(type -> hone.engine.tensor.TensorType.of(type.dtype(), type.maxShape()))
                .toList();
    }
}
