package hone.app.cli;

import hone.app.Services;
import hone.engine.Cancellation;
import hone.engine.run.PlanMemory;
import hone.profiler.arm.OpenArm;
import hone.profiler.memory.MemorySampler;
import hone.profiler.service.CandidatePass;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Samples the memory while a model infers: opened, warmed up, run for two seconds, closed again. */
final class SampledInference {
    private static final long RUN_NANOS = 2_000_000_000L;

    private SampledInference() {}

    /**
     * @param planned hears of the plan before the work begins, and may refuse it
     * @throws hone.engine.InvalidInput if model, data and recipe do not fit
     * @throws hone.engine.Cancelled if it was stopped
     */
    static SampledWork of(
            Services services,
            CandidateOptions candidate,
            Consumer<PlanMemory> planned,
            TerminalProgress progress,
            PrintWriter err,
            Cancellation stop) {
        CandidateOptions.Ready ready = candidate.open(services, progress, err, stop);
        try (MemorySampler sampler = MemorySampler.start(services.budget())) {
            sampler.mark("open and warm up");
            PlanMemory memory = CandidatePass.of(ready.trials(), ready.request(), stop, arm -> {
                PlanMemory plan = PlanMemory.of(arm.plan());
                planned.accept(plan);
                sampler.mark("runs");
                run(arm, progress, stop);
                return plan;
            });
            sampler.mark("closed");
            Map<String, Object> facts = new LinkedHashMap<>();
            facts.put("work", "inference");
            facts.put("model", ready.model());
            facts.put("recipe", ready.recipe().toString());
            facts.put("batch", ready.batch());
            return new SampledWork(ready.title(), facts, sampler.stop(), SampledWork.ofRun("a run", memory));
        }
    }

    private static void run(OpenArm arm, TerminalProgress progress, Cancellation stop) {
        long start = System.nanoTime();
        long passed = 0;
        while (passed < RUN_NANOS) {
            stop.check("sampling the memory");
            arm.run();
            passed = System.nanoTime() - start;
            progress.report((double) passed / RUN_NANOS, "running");
        }
    }
}
