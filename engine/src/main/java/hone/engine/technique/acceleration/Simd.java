package hone.engine.technique.acceleration;

import hone.engine.kernel.Kernel;
import hone.engine.kernel.Kernels;
import hone.engine.kernel.Rung;
import hone.engine.technique.Effort;
import hone.engine.technique.Goal;
import hone.engine.technique.Knob;
import hone.engine.technique.Preview;
import hone.engine.technique.RecipeStep;
import hone.engine.technique.Setup;
import hone.engine.technique.Stage;
import hone.engine.technique.Technique;
import hone.engine.technique.Workbench;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Kernels written with the Vector API: several numbers in each instruction, several sums under way at once. */
public final class Simd implements Technique {
    @Override
    public String id() {
        return "simd";
    }

    @Override
    public String title() {
        return "SIMD kernels";
    }

    @Override
    public String text() {
        return "Computes 4 to 16 numbers with each instruction, in kernels written for the processor's vector width. "
                + "The model and its answers stay the same up to rounding.";
    }

    @Override
    public Stage stage() {
        return Stage.ACCELERATION;
    }

    @Override
    public Set<Goal> goals() {
        return Set.of(Goal.FASTER);
    }

    @Override
    public List<Knob> knobs() {
        return List.of();
    }

    @Override
    public Effort effort(RecipeStep step) {
        return Effort.INSTANT;
    }

    @Override
    public Optional<String> refusal(Preview preview, RecipeStep step) {
        List<Kernel<?>> vectorized = preview.graph().applications().stream()
                .filter(node -> step.layers().matches(node.layer()))
                .flatMap(node -> Kernels.of(node.op()).stream())
                .<Kernel<?>>map(kernel -> kernel)
                .filter(kernel -> kernel.rung() == Rung.SIMD || kernel.rung() == Rung.PACKED)
                .toList();
        if (vectorized.isEmpty()) {
            return Optional.of("no layer that matches " + step.layers() + " has a SIMD kernel");
        }
        if (vectorized.stream().allMatch(kernel -> kernel.unavailableReason().isPresent())) {
            return vectorized.getFirst().unavailableReason();
        }
        return Optional.empty();
    }

    @Override
    public Applied apply(Setup setup, RecipeStep step, Workbench workbench) {
        // The highest rung written with the Vector API; the planner takes a lower one where that is measured to be
        // faster.
        return new Applied(setup.withRequest(setup.request().withRung(step.layers(), Rung.PACKED)), List.of());
    }
}
