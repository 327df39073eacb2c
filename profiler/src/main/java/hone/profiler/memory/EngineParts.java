package hone.profiler.memory;

import hone.engine.memory.Category;
import hone.engine.memory.Charges;
import hone.engine.memory.MappedBlock;
import hone.engine.run.Plan;
import hone.profiler.machine.TouchedPages;
import hone.profiler.report.MemoryPart;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What the engine holds, as parts of what is resident: what it has charged, less the pages of large blocks that nobody has
 * touched yet.
 *
 * @param charges at the same instant
 * @param untouched bytes of each category that are charged and not resident
 */
record EngineParts(Charges charges, Map<Category, Long> untouched) {
    private static final String BY_PLAN = "counted by the plan";
    private static final String BY_BUDGET = "counted by the engine's budget";

    static EngineParts of(Charges charges, TouchedPages pages) {
        Map<Category, Long> untouched = new EnumMap<>(Category.class);
        for (MappedBlock block : charges.mapped()) {
            untouched.merge(block.category(), block.bytes() - pages.of(block.address(), block.bytes()), Long::sum);
        }
        return new EngineParts(charges, untouched);
    }

    /** Every category of the engine's. */
    List<MemoryPart> byCategory() {
        List<MemoryPart> parts = new ArrayList<>();
        for (Category category : Category.values()) {
            parts.add(new MemoryPart(category.text(), charges.of(category) - unused(category), BY_BUDGET));
        }
        return parts;
    }

    /** What one plan holds by its own account, data, and what else the engine has open. */
    List<MemoryPart> byPlan(Plan plan) {
        long own = plan.weightBytes() + plan.activationBytes() + plan.scratchBytes();
        long data = charges.of(Category.DATA);
        long weights = Math.max(0, plan.weightBytes() - unused(Category.WEIGHTS));
        long activations = Math.max(0, plan.activationBytes() - unused(Category.ACTIVATIONS));
        long scratch = Math.max(0, plan.scratchBytes() - unused(Category.SCRATCH));
        long taken = own - weights - activations - scratch + unused(Category.DATA);
        long others = charges.total() - own - data - (untouchedBytes() - taken);
        return List.of(
                new MemoryPart("weights", weights, BY_PLAN),
                new MemoryPart("activations", activations, BY_PLAN),
                new MemoryPart("scratch", scratch, BY_PLAN),
                new MemoryPart("data", data - unused(Category.DATA), BY_BUDGET),
                new MemoryPart("other setups", Math.max(0, others), BY_BUDGET));
    }

    /** Resident bytes of blocks that have a mapping of their own. */
    long mapped() {
        return charges.mapped().stream().mapToLong(MappedBlock::bytes).sum() - untouchedBytes();
    }

    private long unused(Category category) {
        return untouched.getOrDefault(category, 0L);
    }

    private long untouchedBytes() {
        return untouched.values().stream().mapToLong(Long::longValue).sum();
    }
}
