package hone.engine.technique.acceleration;

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

/** Shares every op that is large enough among several cores. */
public final class Threads implements Technique {
    private static final String ALL_CORES = "all";
    private static final Knob COUNT = new Knob.Choice(
            "count",
            "Threads",
            "How many threads may share an op; 'all' is one for each core.",
            ALL_CORES,
            List.of(ALL_CORES, "2", "3", "4", "6", "8", "12", "16"));

    @Override
    public String id() {
        return "threads";
    }

    @Override
    public String title() {
        return "Threads";
    }

    @Override
    public String text() {
        return "Shares each op's rows among the cores. Ops too small to repay the hand-over stay on one thread, "
                + "and the answers do not change by a bit.";
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
        return List.of(COUNT);
    }

    @Override
    public Optional<Knob> mainKnob() {
        return Optional.of(COUNT);
    }

    @Override
    public Effort effort(RecipeStep step) {
        return Effort.INSTANT;
    }

    @Override
    public Optional<String> refusal(Preview preview, RecipeStep step) {
        if (preview.cores() < 2) {
            return Optional.of("this machine gives the program one core");
        }
        String count = value(step, COUNT.id());
        if (!count.equals(ALL_CORES) && Integer.parseInt(count) > preview.cores()) {
            return Optional.of("this machine gives the program " + preview.cores() + " cores, not " + count);
        }
        if (preview.graph().applications().stream()
                .noneMatch(node -> step.layers().matches(node.layer()))) {
            return Optional.of("no layer matches " + step.layers());
        }
        return Optional.empty();
    }

    @Override
    public Applied apply(Setup setup, RecipeStep step, Workbench workbench) {
        String count = value(step, COUNT.id());
        int threads = count.equals(ALL_CORES) ? workbench.pool().size() : Integer.parseInt(count);
        return new Applied(setup.withRequest(setup.request().withThreads(step.layers(), threads)), List.of());
    }
}
