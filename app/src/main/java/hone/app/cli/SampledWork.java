package hone.app.cli;

import hone.engine.run.Plan;
import hone.engine.run.PlanMemory;
import hone.profiler.memory.MemoryTimeline;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * Work that was done while the process's memory was sampled.
 *
 * @param title what was done, for people
 * @param facts the same for programs
 * @param timeline of the process
 * @param plans that ran again and again, by what each is: "a run", "a step"
 */
record SampledWork(
        String title, Map<String, Object> facts, MemoryTimeline timeline, SequencedMap<String, PlanMemory> plans) {
    /** The memory of a step of training: of one plan, or where it is computed in parts, of two. */
    static SequencedMap<String, PlanMemory> ofSteps(List<Plan> plans) {
        SequencedMap<String, PlanMemory> memories = new LinkedHashMap<>();
        memories.put(plans.size() == 1 ? "a step" : "a part's gradients", PlanMemory.of(plans.getFirst()));
        plans.stream().skip(1).forEach(update -> memories.put("the update", PlanMemory.of(update)));
        return memories;
    }

    /** The memory of a plan that runs by itself. */
    static SequencedMap<String, PlanMemory> ofRun(String what, PlanMemory memory) {
        SequencedMap<String, PlanMemory> memories = new LinkedHashMap<>();
        memories.put(what, memory);
        return memories;
    }

    /** The memory that a step is asked for of: that of the first plan. */
    PlanMemory first() {
        return plans.firstEntry().getValue();
    }
}
