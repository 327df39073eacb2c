package hone.engine.run;

import hone.engine.graph.Node;
import hone.engine.graph.Op;
import hone.engine.kernel.Kernel;
import hone.engine.kernel.Prepared;
import hone.engine.kernel.Site;
import hone.engine.memory.MemoryRegion;

/**
 * One step of a plan: an op, the kernel that will run it and why it was picked.
 *
 * @param <O> the op
 * @param node in the graph
 * @param op the node's op
 * @param kernel picked for it
 * @param site what is known of the operands
 * @param threads that share the op; 1 runs it on the caller
 * @param threadsAsked that might have shared it
 * @param sharing what became of the wish that they do
 * @param fit how the kernel answers to what was asked for
 * @param reason why this kernel and this number of threads, in a plain clause
 * @param predictedNanos by the machine profile
 */
public record PlannedOp<O extends Op>(
        Node.Apply node,
        O op,
        Kernel<O> kernel,
        Site site,
        int threads,
        int threadsAsked,
        Sharing sharing,
        KernelFit fit,
        String reason,
        double predictedNanos) {
    /** Bytes of packed weights. */
    public long packedBytes() {
        return kernel.packedBytes(op, site);
    }

    public long scratchBytes() {
        return kernel.scratchBytes(op, site);
    }

    /** Multiply-adds (or elements) really done at the largest batch. */
    public long work() {
        return kernel.work(op, site);
    }

    /** Multiply-adds (or elements) really done at the largest batch, where a kernel needs fewer than its work. */
    public long multiplyAdds() {
        return kernel.multiplyAdds(op, site);
    }

    /** Bytes by which what is packed is smaller than the model's weight that it replaces; 0 where it is not. */
    public long bytesSavedByPacking() {
        long packed = packedBytes();
        boolean replaces = packed > 0 && site.inputs().size() > 1 && kernel.packs(op, site, 1);
        return replaces ? Math.max(0, site.inputs().get(1).maxBytes() - packed) : 0;
    }

    /** "simd", or "simd × 2 threads". */
    public String kernelText() {
        return threads == 1 ? kernel.id() : kernel.id() + " × " + threads + " threads";
    }

    Prepared prepare(MemoryRegion packed, MemoryRegion scratch) {
        return kernel.prepare(op, site, packed, scratch);
    }
}
