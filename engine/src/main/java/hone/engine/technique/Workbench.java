package hone.engine.technique;

import hone.engine.Cancellation;
import hone.engine.Progress;
import hone.engine.data.Samples;
import hone.engine.memory.MemoryBudget;
import hone.engine.run.KernelPool;
import hone.engine.run.Planner;
import java.util.function.Supplier;

/**
 * What a technique may use while it works.
 *
 * @param calibration samples of the training split; made on first use, since few techniques need them
 * @param dataId identity of those samples, for the cache
 * @param seed of anything random
 * @param planner to run the model for calibration
 * @param pool threads for it; its size is the number of cores to use
 * @param budget to charge new weights to
 * @param progress hears how far it has come
 * @param stop looked at between its steps
 */
public record Workbench(
        Supplier<? extends Samples> calibration,
        String dataId,
        long seed,
        Planner planner,
        KernelPool pool,
        MemoryBudget budget,
        Progress progress,
        Cancellation stop) {}
