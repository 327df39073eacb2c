package hone.profiler.service;

import hone.engine.memory.MemoryBudget;
import hone.engine.run.KernelCosts;
import hone.engine.run.KernelPool;
import hone.engine.run.Planner;
import hone.engine.technique.Fold;
import hone.profiler.machine.MachineFacts;

/**
 * What every trial of this process shares.
 *
 * @param product name and version of the program
 * @param facts of the machine
 * @param costs the planner plans with; their id is the report's profile hash
 * @param pool threads for shared ops
 * @param budget of native memory
 * @param fold applies recipes, and keeps what it made
 */
public record TrialEnvironment(
        String product, MachineFacts facts, KernelCosts costs, KernelPool pool, MemoryBudget budget, Fold fold) {
    public Planner planner() {
        return new Planner(costs);
    }

    public TrialEnvironment withCosts(KernelCosts other) {
        return new TrialEnvironment(product, facts, other, pool, budget, fold);
    }
}
