package hone.profiler.service;

import hone.engine.memory.MemoryBudget;
import hone.engine.run.KernelCosts;
import hone.engine.run.KernelPool;
import hone.engine.run.Planner;
import hone.engine.technique.Fold;
import hone.profiler.floor.NoiseFloors;
import hone.profiler.machine.MachineFacts;
import hone.profiler.roofline.Roofs;
import java.util.Optional;

/**
 * What every trial of this process shares.
 *
 * @param product name and version of the program
 * @param facts of the machine
 * @param costs the planner plans with; their id is the report's profile hash
 * @param pool threads for shared ops
 * @param budget of native memory
 * @param fold applies recipes, and keeps what it made
 * @param known what earlier runs on this machine have found
 */
public record TrialEnvironment(
        String product,
        MachineFacts facts,
        KernelCosts costs,
        KernelPool pool,
        MemoryBudget budget,
        Fold fold,
        Known known) {
    /**
     * What earlier runs on this machine have found.
     *
     * @param roofs of the machine, where they were measured
     * @param floors of noise
     */
    public record Known(Optional<Roofs> roofs, NoiseFloors floors) {
        /** Nothing. */
        public static final Known NOTHING = new Known(Optional.empty(), NoiseFloors.NONE);
    }

    public Planner planner() {
        return new Planner(costs);
    }

    public TrialEnvironment withCosts(KernelCosts other) {
        return new TrialEnvironment(product, facts, other, pool, budget, fold, known);
    }
}
