package hone.profiler.memory;

import hone.engine.memory.Charges;
import hone.engine.memory.MemoryBudget;
import hone.engine.run.Plan;
import hone.profiler.machine.AddressSpace;
import hone.profiler.machine.LargeAllocations;
import hone.profiler.machine.Mapping;
import hone.profiler.machine.NativeHeap;
import hone.profiler.machine.ResidentMemory;
import hone.profiler.machine.TouchedPages;
import hone.profiler.report.MemoryPart;
import hone.profiler.report.MemoryReading;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads the process's memory by category: what the engine holds by its own account, and what the JVM and its libraries
 * hold by the operating system's, which says for each mapping how much of it is resident. The parts are disjoint, and with
 * what is left unattributed they are what is resident. Where the system has no such account, the JVM's own figures
 * stand in. One thread at a time.
 */
public final class MemoryReader {
    private static final int ATTEMPTS = 4;

    private final MemoryBudget budget;
    private final String javaHome = System.getProperty("java.home", "/");
    private final AddressSpace space = new AddressSpace();
    private final TouchedPages pages = new TouchedPages();
    private final LargeAllocations large = new LargeAllocations(pages);
    private @Nullable JvmRanges ranges;
    private boolean asked;

    public MemoryReader(MemoryBudget budget) {
        this.budget = budget;
    }

    /** The reading with this plan's bytes set apart from what else the engine holds, and what is small put together. */
    public MemoryReading of(Plan plan) {
        return ProcessParts.brief(read(parts -> parts.byPlan(plan)).reading());
    }

    /** The reading by the engine's categories. */
    public MemoryReading now() {
        return moment().reading();
    }

    /** The reading by the engine's categories, with what was charged at the same time. */
    Moment moment() {
        return read(EngineParts::byCategory);
    }

    /**
     * What is resident, beside what is charged.
     *
     * @param reading by category
     * @param charges of the budget
     */
    record Moment(MemoryReading reading, Charges charges) {}

    private Moment read(Function<EngineParts, List<MemoryPart>> engine) {
        JvmHeap heap = JvmHeap.read();
        refreshRanges(heap);
        Charges before = budget.charges();
        for (int attempt = 1; ; attempt++) {
            EngineParts parts = EngineParts.of(before, pages);
            MemoryReading reading = reading(engine.apply(parts), parts, JvmHeap.read());
            Charges after = budget.charges();
            // What is taken or given back in between would be looked for in vain among what is resident
            if (after.equals(before) || attempt == ATTEMPTS) {
                return new Moment(reading, before);
            }
            before = after;
        }
    }

    /** Where things lie is asked once, and again only when classes have outgrown their addresses. */
    private void refreshRanges(JvmHeap heap) {
        JvmRanges known = ranges;
        if (!asked || (known != null && heap.classes() > known.classesReserved())) {
            asked = true;
            ranges = JvmRanges.read().orElse(null);
        }
    }

    private MemoryReading reading(List<MemoryPart> engine, EngineParts parts, JvmHeap heap) {
        JvmRanges known = ranges;
        Optional<List<Mapping>> mappings = known == null ? Optional.empty() : space.read();
        if (known == null || mappings.isEmpty()) {
            return byTheJvm(engine, parts.charges(), heap);
        }
        ResidentPools pools = ResidentPools.of(mappings.get(), known, javaHome);
        return ProcessParts.of(engine, parts, pools, heap, NativeHeap.read(), large.resident(pools.others()));
    }

    private static MemoryReading byTheJvm(List<MemoryPart> engine, Charges charges, JvmHeap heap) {
        List<MemoryPart> parts = new ArrayList<>(engine);
        parts.add(ProcessParts.heap(Math.max(0, heap.used() - charges.arrays())));
        parts.add(new MemoryPart(ProcessParts.FREE_HEAP, heap.committed() - heap.used(), ProcessParts.BY_JVM));
        parts.add(new MemoryPart("code", heap.code(), ProcessParts.BY_JVM));
        parts.add(new MemoryPart("classes", heap.classes(), ProcessParts.BY_JVM));
        long files = ResidentMemory.fileBytes();
        if (files > 0) {
            parts.add(new MemoryPart(ProcessParts.PROGRAM_FILES, files, ProcessParts.BY_SYSTEM));
        }
        return ProcessParts.fitted(parts, ResidentMemory.bytes(), 0);
    }
}
