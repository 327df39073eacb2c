package hone.profiler.advice;

import hone.profiler.report.Finding;
import hone.profiler.report.RunReport;
import java.util.Optional;

/** One cause for a recipe that does not do what was hoped; stateless, one class each, listed in {@link Advice#RULES}. */
public interface AdviceRule {
    /** As findings name it: "threads-below-payoff". */
    String id();

    /** The finding, with measured evidence, where the report shows the cause; empty where it does not. */
    Optional<Finding> find(RunReport report);
}
