package hone.engine.train;

import hone.engine.graph.Graph;
import hone.engine.model.Model;
import hone.engine.run.PlanRequest;
import hone.engine.run.Planner;

/**
 * What the plans of a step have in common, however it spends memory.
 *
 * @param request whose batch is the most samples of a part
 */
record StepPlanning(Model start, Graph forward, Optimization optimization, Planner planner, PlanRequest request) {
    StepPlan plan(StepMemory memory) {
        return StepPlan.of(start, forward, optimization, memory, planner, request);
    }

    /** What a step takes, beside what it would take if it recomputed where it keeps, or kept where it recomputes. */
    TrainingFootprint.Choice choice(StepMemory memory, StepPlan taken) {
        TrainingFootprint other =
                plan(memory.withRecompute(!memory.recompute())).footprint();
        return memory.recompute()
                ? new TrainingFootprint.Choice(other, taken.footprint(), true)
                : new TrainingFootprint.Choice(taken.footprint(), other, false);
    }
}
