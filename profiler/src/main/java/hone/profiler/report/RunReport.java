package hone.profiler.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The whole result of one trial: baseline and candidate side by side, the ratio with its uncertainty, the verdict in
 * words, and what another person needs to check it.
 *
 * @param schemaVersion of this JSON form
 * @param product name and version of the program
 * @param created when, ISO-8601 in UTC
 * @param model id of the model
 * @param checkpoint short hash of the model's graph and weights before any technique
 * @param data id of the data set
 * @param recipe canonical text of what was switched on
 * @param batch samples per inference
 * @param seed of everything random in the run
 * @param machine where it ran
 * @param noise how quiet the machine was
 * @param baseline the pinned side; by default reordered loops, FP32, one thread
 * @param candidate the side with the recipe
 * @param speedup baseline over candidate
 * @param verdict on latency
 * @param sentence the verdict in a plain sentence
 * @param qualityChange paired, candidate against baseline
 * @param notes what the techniques and the planner have to say: "fc3 stays dense: …"
 * @param findings why it is not faster, the most telling first; null in a report that nobody looked through
 * @param certified the same comparison in processes of their own; null where nobody asked for it
 * @param peer another program's runtime beside both sides; null where nobody asked for it
 */
public record RunReport(
        int schemaVersion,
        String product,
        String created,
        String model,
        String checkpoint,
        String data,
        String recipe,
        int batch,
        long seed,
        Machine machine,
        Noise noise,
        Arm baseline,
        Arm candidate,
        Ratio speedup,
        Verdict verdict,
        String sentence,
        QualityChange qualityChange,
        List<String> notes,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<Finding> findings,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Certified certified,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Peer peer) {
    /** The version this code writes. */
    public static final int SCHEMA_VERSION = 1;

    public RunReport {
        notes = List.copyOf(notes);
        findings = findings == null ? null : List.copyOf(findings);
    }

    /** The same with a comparison in processes of their own. */
    public RunReport with(Certified other) {
        return with(findings, other, peer);
    }

    /** The same, looked through. */
    public RunReport with(List<Finding> others) {
        return with(others, certified, peer);
    }

    /** The same with a peer beside it. */
    public RunReport with(Peer other) {
        return with(findings, certified, other);
    }

    private RunReport with(
            @Nullable List<Finding> itsFindings, @Nullable Certified itsCertified, @Nullable Peer itsPeer) {
        return new RunReport(
                schemaVersion,
                product,
                created,
                model,
                checkpoint,
                data,
                recipe,
                batch,
                seed,
                machine,
                noise,
                baseline,
                candidate,
                speedup,
                verdict,
                sentence,
                qualityChange,
                notes,
                itsFindings,
                itsCertified,
                itsPeer);
    }

    /** The candidate's op rows, where the JSON form has them at the top level. */
    @JsonProperty(value = "ops", access = JsonProperty.Access.READ_ONLY)
    public List<OpRow> ops() {
        return candidate.ops();
    }
}
