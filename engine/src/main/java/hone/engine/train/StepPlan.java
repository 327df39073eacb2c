package hone.engine.train;

import hone.engine.graph.Graph;
import hone.engine.model.Model;
import hone.engine.run.Plan;
import hone.engine.run.PlanRequest;
import hone.engine.run.Planner;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A step of training, planned: complete enough to say what memory it needs before any is taken.
 *
 * @param start whose weights training begins with
 * @param forward its graph with a loss
 * @param samples plan of the graph that runs on samples: the whole step, or where it is computed in parts, the gradients
 * @param update plan of the graph that moves the parameters of a step in parts
 */
record StepPlan(Model start, Graph forward, Plan samples, Optional<Plan> update) {
    /** @param request whose batch is the most samples of a part */
    static StepPlan of(
            Model start,
            Graph forward,
            Optimization optimization,
            StepMemory memory,
            Planner planner,
            PlanRequest request) {
        ParameterUpdate update = ParameterUpdate.of(optimization);
        if (memory.parts() == 1) {
            Graph whole = Differentiation.of(forward, ClassificationLoss.LOSS, update, memory.recompute());
            Set<String> bound = new HashSet<>(Set.of(ClassificationLoss.LOSS));
            forward.weights().forEach(weight -> bound.add(Differentiation.gradientOutput(weight.name())));
            return new StepPlan(
                    start, forward, planner.plan(whole, Map.of(), request.withBound(bound)), Optional.empty());
        }
        Graph gradients = Differentiation.accumulating(forward, ClassificationLoss.LOSS, memory.recompute());
        return new StepPlan(
                start,
                forward,
                planner.plan(gradients, Map.of(), request.withBound(Set.of(ClassificationLoss.LOSS))),
                Optional.of(planner.plan(update.graph(forward), Map.of(), request)));
    }

    List<Graph> graphs() {
        return plans().stream().map(Plan::graph).toList();
    }

    /** What a step runs, one after the other. */
    List<Plan> plans() {
        return Stream.concat(Stream.of(samples), update.stream()).toList();
    }

    /** What the step will take of memory. */
    TrainingFootprint footprint() {
        long parameters = forward.weights().stream()
                .mapToLong(weight -> weight.type().maxBytes())
                .sum();
        long statistics = forward.states().stream()
                .mapToLong(state -> state.type().maxBytes())
                .sum();
        long states = graphs().stream()
                .flatMap(graph -> graph.states().stream())
                .distinct()
                .mapToLong(state -> state.type().maxBytes())
                .sum();
        long sums = update.isPresent() ? parameters : 0;
        return new TrainingFootprint(
                parameters + statistics,
                parameters,
                states - parameters - statistics - sums,
                plans().stream().mapToLong(Plan::activationBytes).sum(),
                plans().stream()
                        .mapToLong(plan -> plan.scratchBytes() + plan.packedBytes())
                        .sum());
    }
}
