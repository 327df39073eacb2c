package hone.profiler.advice;

import hone.profiler.report.Finding;
import hone.profiler.report.RunReport;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Looks a report through with every rule there is. */
public final class Advice {
    /** The visible list, in the order in which a person would ask. */
    public static final List<AdviceRule> RULES = List.of(
            new NoisyMachine(),
            new NotSteady(),
            new UntouchedTime(),
            new FellBack(),
            new StoodIn(),
            new DequantizeShare(),
            new BelowCrossover(),
            new PrunedButDense(),
            new ThreadsBelowPayoff(),
            new ThreadsGainLittle(),
            new AmdahlShare(),
            new DispatchBound(),
            new MemoryBound(),
            new ComputeBound(),
            new CacheSize(),
            new CollectionsInTheLoop(),
            new LongTail(),
            new QualityLost());

    private Advice() {}

    /** What the rules find, what matters most first. */
    public static List<Finding> of(RunReport report) {
        return RULES.stream()
                .map(rule -> rule.find(report))
                .flatMap(Optional::stream)
                .sorted(Comparator.comparing(Finding::severity).reversed())
                .toList();
    }
}
