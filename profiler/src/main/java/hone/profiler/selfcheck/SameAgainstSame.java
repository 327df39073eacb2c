package hone.profiler.selfcheck;

import hone.engine.Cancellation;
import hone.engine.technique.Recipe;
import hone.profiler.explore.Ablation;
import hone.profiler.explore.Cell;
import hone.profiler.explore.Effect;
import hone.profiler.explore.Point;
import hone.profiler.report.Quality;
import hone.profiler.report.Verdict;
import hone.profiler.stats.Quantiles;
import hone.profiler.trial.LiveBlocks;
import hone.profiler.trial.TimedArm;
import hone.profiler.trial.Trial;
import hone.profiler.trial.TrialBudget;
import hone.profiler.trial.TrialListener;
import hone.profiler.trial.TrialOutcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.DoubleConsumer;

/** Compares an arm with itself again and again: whatever is found is the machine's, or the measuring's own. */
final class SameAgainstSame {
    private static final Recipe THREE = Recipe.parse("simd,fuse,threads");

    private final List<TrialOutcome> outcomes;

    private SameAgainstSame(List<TrialOutcome> outcomes) {
        this.outcomes = outcomes;
    }

    static SameAgainstSame of(
            TimedArm arm, int pairs, TrialBudget budget, long seed, DoubleConsumer progress, Cancellation stop) {
        List<TrialOutcome> outcomes = new ArrayList<>();
        for (int pair = 0; pair < pairs; pair++) {
            progress.accept((double) pair / pairs);
            outcomes.add(new Trial(budget, seed + pair)
                    .compare(arm, arm, new LiveBlocks(Trial.mostBlocks()), TrialListener.NONE, stop));
        }
        return new SameAgainstSame(outcomes);
    }

    double falseVerdictRate() {
        return (double) outcomes.stream().filter(SameAgainstSame::isFalse).count() / outcomes.size();
    }

    static boolean isFalse(TrialOutcome outcome) {
        return outcome.verdict() == Verdict.FASTER || outcome.verdict() == Verdict.SLOWER;
    }

    /** The median over the pairs of what a delay must exceed: the noise floor and half of the interval. */
    double detectableFrom() {
        return Quantiles.median(outcomes.stream()
                .mapToDouble(outcome -> outcome.ratio().noiseFloor()
                        + (outcome.ratio().high() - outcome.ratio().low()) / 2)
                .toArray());
    }

    /** Complete ablations of three techniques that the comparisons make, each comparison one cell of one of them. */
    int ablations() {
        return outcomes.size() / (1 << THREE.steps().size());
    }

    /** The share of them in which something was flagged; NaN where there is none. */
    double neutralAblationRate() {
        int cells = 1 << THREE.steps().size();
        int flagged = 0;
        for (int ablation = 0; ablation < ablations(); ablation++) {
            if (flags(outcomes.subList(ablation * cells, (ablation + 1) * cells))) {
                flagged++;
            }
        }
        return ablations() == 0 ? Double.NaN : (double) flagged / ablations();
    }

    private static boolean flags(List<TrialOutcome> some) {
        Ablation ablation = new Ablation(THREE, 1);
        SequencedMap<Point, Cell> cells = new LinkedHashMap<>();
        int next = 0;
        for (Point point : ablation.points()) {
            TrialOutcome outcome = some.get(next++);
            cells.put(
                    point,
                    new Cell(
                            point.recipe().toString(),
                            1,
                            outcome.ratio(),
                            outcome.verdict(),
                            outcome.candidate().median(),
                            outcome.candidate().median(),
                            outcome.candidate().low(),
                            outcome.candidate().high(),
                            0,
                            0,
                            new Quality("none", 0, 0, 0, 0, true)));
        }
        return ablation.effects(cells).stream().anyMatch(Effect::significant);
    }
}
