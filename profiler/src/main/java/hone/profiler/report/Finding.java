package hone.profiler.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * Why a recipe is not faster, or not as good, as one would hope.
 *
 * @param rule that found it: "threads-below-payoff"
 * @param severity how much it matters
 * @param title a plain sentence
 * @param evidence the measured figures it rests on, in a plain sentence
 * @param next the experiment that would confirm it; null where none would
 */
public record Finding(
        String rule,
        Severity severity,
        String title,
        String evidence,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable NextExperiment next) {
    /**
     * A trial that would confirm a finding.
     *
     * @param why what it should show if the finding is right, in a plain sentence
     * @param recipe of the candidate
     * @param baseline recipe of the side it is compared with
     * @param batch samples per inference
     */
    public record NextExperiment(String why, String recipe, String baseline, int batch) {}
}
