package hone.profiler.service;

import hone.engine.format.Artefact;
import hone.engine.format.Provenance;
import hone.engine.memory.Category;
import hone.engine.memory.MemoryBudget;
import hone.engine.memory.MemoryRegion;
import hone.engine.run.Plan;
import hone.engine.technique.Fold;
import hone.engine.technique.Recipe;
import hone.engine.technique.Setup;
import hone.profiler.pass.OpFacts;
import hone.profiler.report.Bytes;
import java.util.ArrayList;
import java.util.List;

/**
 * One side before it is opened: what was switched on, what that made of the model, and the plan.
 *
 * @param recipe switched on
 * @param folded model and preferences, with the techniques' notes
 * @param plan bound to kernels
 */
record Side(Recipe recipe, Fold.Folded folded, Plan plan) {
    Setup setup() {
        return folded.setup();
    }

    /** What its answers and op times depend on, beside the data. */
    String key() {
        return setup().model().hash() + "|" + plan.request() + "|" + plan.costsId();
    }

    /** The sizes; the file's by packing it once in scratch memory. */
    Bytes bytes(MemoryBudget budget) {
        try (MemoryRegion scratch = budget.open(Category.SCRATCH, "the size of a file")) {
            long file = new Artefact(setup(), recipe, Provenance.UNKNOWN).fileBytes(scratch);
            return new Bytes(
                    setup().model().nominalBytes(),
                    file,
                    plan.weightBytes(),
                    plan.peakBytes(),
                    plan.peakBytesUnshared());
        }
    }

    /** FLOPs a sample that the kernels really do. */
    long executedFlopsPerSample() {
        long executed =
                OpFacts.of(plan).stream().mapToLong(OpFacts::executedFlops).sum();
        return executed / plan.request().batch();
    }

    /** What the techniques said, and where the planner did not do what was asked: "fc3: dense kernel although …". */
    List<String> notes() {
        List<String> notes = new ArrayList<>(folded.notes());
        notes.addAll(PlanNotes.of(plan));
        return notes;
    }
}
