package hone.engine.memory;

import hone.engine.tensor.DType;
import hone.engine.tensor.Shape;
import hone.engine.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Native memory of one category and one owner. Blocks start at multiples of 64 bytes, the size of a cache line and of
 * the widest vector, and hold zeros at first.
 *
 * <p>Java arrays that stand in for native memory (scalar kernels run fastest on them) are charged to the region too, so
 * that a plan's bytes are all counted in one place.
 */
public final class MemoryRegion implements AutoCloseable {
    /** Alignment of every block, in bytes. */
    public static final long ALIGNMENT = 64;

    private final MemoryBudget budget;
    private final Category category;
    private final String what;
    private final @Nullable Arena arena;
    private final AtomicLong charged = new AtomicLong();
    private final AtomicLong arrays = new AtomicLong();
    private boolean closed;

    private MemoryRegion(MemoryBudget budget, Category category, String what, @Nullable Arena arena) {
        this.budget = budget;
        this.category = category;
        this.what = what;
        this.arena = arena;
    }

    static MemoryRegion closeable(MemoryBudget budget, Category category, String what) {
        return new MemoryRegion(budget, category, what, Arena.ofShared());
    }

    static MemoryRegion collected(MemoryBudget budget, Category category, String what) {
        return new MemoryRegion(budget, category, what, null);
    }

    /**
     * A block of zeros.
     *
     * @param bytes at least 0
     * @throws hone.engine.OverBudget if the budget does not allow it; nothing is allocated then
     */
    public MemorySegment allocate(long bytes) {
        long rounded = Math.max(ALIGNMENT, (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT);
        budget.charge(category, rounded, what);
        if (arena != null) {
            charged.addAndGet(rounded);
            return LargeBlocks.allocate(arena, rounded, budget, category).asSlice(0, bytes);
        }
        return collectedBlock(rounded).asSlice(0, bytes);
    }

    /** The automatic arena runs its clean-up once no slice of the block can be reached any more. */
    @SuppressWarnings("restricted")
    private MemorySegment collectedBlock(long bytes) {
        Arena block = Arena.ofShared();
        MemoryBudget owner = budget;
        Category charge = category;
        return LargeBlocks.allocate(block, bytes, owner, charge).reinterpret(Arena.ofAuto(), _ -> {
            block.close();
            owner.release(charge, bytes);
        });
    }

    /** A tensor of zeros in this region. */
    public Tensor tensor(DType dtype, Shape shape) {
        return new Tensor(shape, dtype, allocate(shape.elements() * dtype.bytes()));
    }

    /**
     * Charges a Java array that stands in for native memory; given back when the region closes.
     *
     * @throws hone.engine.OverBudget if the budget does not allow it
     */
    public void chargeArray(long bytes) {
        budget.charge(category, bytes, what);
        budget.countArray(bytes);
        charged.addAndGet(bytes);
        arrays.addAndGet(bytes);
    }

    /** The bytes charged so far by a region that its owner closes. */
    public long bytes() {
        return charged.get();
    }

    public MemoryBudget budget() {
        return budget;
    }

    /** Gives everything back; a second call does nothing. Regions under the collector's care ignore it. */
    @Override
    public synchronized void close() {
        if (closed || arena == null) {
            return;
        }
        closed = true;
        arena.close();
        budget.release(category, charged.getAndSet(0));
        budget.countArray(-arrays.getAndSet(0));
    }
}
