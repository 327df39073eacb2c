package hone.engine.train;

import hone.engine.InvalidInput;
import hone.engine.format.JsonReason;
import hone.engine.memory.Category;
import hone.engine.memory.MemoryBudget;
import hone.engine.memory.MemoryRegion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.BiConsumer;

/** Saves the state of one training run, and lets it go on from there if it is the same run. */
final class StateKeeper {
    /** The fact that stands for the weights training began with; they follow from seed and model where those are given. */
    static final String START = "start";

    /** The fact that stands for the samples. */
    static final String DATA = "data";

    private static final int LONGEST_TEXT = 60;

    private final StateKeeping keeping;
    private final SequencedMap<String, String> run;
    private final long everySteps;
    private final MemoryBudget budget;
    private final BiConsumer<Path, Long> saved;

    /**
     * @param run what the run depends on: the facts that must be the same for it to go on
     * @param everySteps steps of an epoch, or 1
     * @param saved told of each file and the step it keeps
     */
    StateKeeper(
            StateKeeping keeping,
            SequencedMap<String, String> run,
            long everySteps,
            MemoryBudget budget,
            BiConsumer<Path, Long> saved) {
        this.keeping = keeping;
        this.run = run;
        this.everySteps = keeping.every() * everySteps;
        this.budget = budget;
        this.saved = saved;
    }

    /** The facts of a run: those that a person knows come first. */
    static SequencedMap<String, String> facts(
            String model, SequencedMap<String, Object> settings, String data, String start) {
        SequencedMap<String, String> facts = new LinkedHashMap<>();
        facts.put("model", model);
        settings.forEach((name, value) -> facts.put(name, value.toString()));
        facts.put(DATA, data);
        facts.put(START, start);
        return facts;
    }

    /** Whether the state is to be saved after so many steps. */
    boolean due(long step) {
        return everySteps > 0 && step > 0 && step % everySteps == 0;
    }

    /** @throws InvalidInput if the file cannot be written */
    void save(Standing standing, TrainingStep step) {
        keeping.file().ifPresent(file -> {
            new TrainingState(run, standing, step.states().tensors()).save(file);
            saved.accept(file, standing.step());
        });
    }

    /**
     * Where the run stood, its weights and states brought back; empty for one that begins.
     *
     * @throws InvalidInput if the file holds no state, or one of another run
     */
    Optional<Standing> resume(TrainingStep step) {
        if (!keeping.resume()) {
            return Optional.empty();
        }
        Path file = keeping.file().orElseThrow();
        try (MemoryRegion region = budget.open(Category.DATA, "a training state")) {
            TrainingState state = TrainingState.load(file, region);
            requireSame(file, state.run());
            long steps = step.samples().steps();
            if (state.standing().step() > steps) {
                throw new InvalidInput(
                        "this file holds no usable training state",
                        file.toString(),
                        "it stands at step " + state.standing().step() + " of " + steps);
            }
            step.states().restore(state.tensors(), file);
            return Optional.of(state.standing());
        }
    }

    private void requireSame(Path file, Map<String, String> kept) {
        List<String> differences = new ArrayList<>();
        run.forEach((name, mine) -> {
            String its = kept.getOrDefault(name, "not there");
            if (!its.equals(mine) && (!name.equals(START) || differences.isEmpty())) {
                differences.add(difference(name, its, mine));
            }
        });
        kept.keySet().stream()
                .filter(name -> !run.containsKey(name))
                .limit(1)
                .forEach(name -> differences.add("it has the setting " + shown(name)));
        if (!differences.isEmpty()) {
            throw new InvalidInput(
                    "the training state is of another run",
                    file.toString(),
                    String.join(", ", differences.subList(0, Math.min(3, differences.size()))),
                    "give the same model, data and settings, or train from the beginning");
        }
    }

    private static String difference(String name, String its, String mine) {
        return switch (name) {
            case START -> "it began with other weights";
            case DATA -> "it learned from other data";
            default -> "its " + name + " is " + shown(its) + " instead of " + mine;
        };
    }

    private static String shown(String text) {
        return JsonReason.shortened(text, LONGEST_TEXT);
    }
}
