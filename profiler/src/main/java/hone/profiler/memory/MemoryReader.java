package hone.profiler.memory;

import hone.engine.memory.Category;
import hone.engine.memory.MemoryBudget;
import hone.engine.run.Plan;
import hone.profiler.machine.ResidentMemory;
import hone.profiler.report.MemoryPart;
import hone.profiler.report.MemoryReading;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the process's memory by category, while a plan is open: what that plan holds by its own account, the engine's
 * other bytes, the JVM's pools, and the program's files; beside it what the operating system says is resident.
 */
public final class MemoryReader {
    private static final String BY_PLAN = "counted by the plan";
    private static final String BY_BUDGET = "counted by the engine's budget";
    private static final String BY_JVM = "read from the JVM";
    private static final String FREE_HEAP = "heap, free";

    private final MemoryBudget budget;

    public MemoryReader(MemoryBudget budget) {
        this.budget = budget;
    }

    /** The reading with this plan's bytes set apart from what else the engine holds. */
    public MemoryReading of(Plan plan) {
        List<MemoryPart> parts = new ArrayList<>();
        parts.add(new MemoryPart("weights", plan.weightBytes(), BY_PLAN));
        parts.add(new MemoryPart("activations", plan.activationBytes(), BY_PLAN));
        parts.add(new MemoryPart("scratch", plan.scratchBytes(), BY_PLAN));
        long own = plan.weightBytes() + plan.activationBytes() + plan.scratchBytes();
        long data = budget.used(Category.DATA);
        parts.add(new MemoryPart("data", data, BY_BUDGET));
        parts.add(new MemoryPart("other setups", Math.max(0, budget.used() - own - data), BY_BUDGET));
        addJvm(parts, budget.usedByArrays());
        long files = ResidentMemory.fileBytes();
        if (files > 0) {
            parts.add(new MemoryPart("program files", files, "read from the operating system"));
        }
        long resident = ResidentMemory.bytes();
        return new MemoryReading(withinResident(parts, resident), resident, unattributed(parts, resident));
    }

    /** @param counted bytes of the heap that the engine's categories hold already: arrays that stand in for memory */
    private static void addJvm(List<MemoryPart> parts, long counted) {
        MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        parts.add(new MemoryPart("heap", Math.max(0, heap.getUsed() - counted), BY_JVM));
        parts.add(new MemoryPart(FREE_HEAP, Math.max(0, heap.getCommitted() - heap.getUsed()), BY_JVM));
        long code = 0;
        long classes = 0;
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            if (pool.getType() == MemoryType.NON_HEAP) {
                boolean isCode = pool.getName().startsWith("Code");
                code += isCode ? pool.getUsage().getCommitted() : 0;
                // The compressed class space is a part of Metaspace, which has a pool of its own beside it.
                classes += pool.getName().equals("Metaspace") ? pool.getUsage().getCommitted() : 0;
            }
        }
        parts.add(new MemoryPart("code", code, BY_JVM));
        parts.add(new MemoryPart("classes", classes, BY_JVM));
    }

    /** Committed heap need not be resident yet; where the parts exceed what is resident, that is where they do. */
    private static List<MemoryPart> withinResident(List<MemoryPart> parts, long resident) {
        long excess = resident == 0 ? 0 : sum(parts) - resident;
        if (excess <= 0) {
            return parts;
        }
        return parts.stream()
                .map(part -> part.category().equals(FREE_HEAP)
                        ? new MemoryPart(FREE_HEAP, Math.max(0, part.bytes() - excess), part.source())
                        : part)
                .toList();
    }

    private static long unattributed(List<MemoryPart> parts, long resident) {
        return Math.max(0, resident - sum(parts));
    }

    private static long sum(List<MemoryPart> parts) {
        return parts.stream().mapToLong(MemoryPart::bytes).sum();
    }
}
