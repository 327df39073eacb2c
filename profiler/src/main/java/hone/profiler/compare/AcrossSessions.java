package hone.profiler.compare;

import java.util.Optional;

/**
 * How far two sessions may stray from each other. The noise floor of a session knows nothing of it: each process compiles its
 * plans anew, and a shared machine changes what costs what. The same recipe measured twice on a shared two-core machine, each
 * time against the same baseline in turns, gave gains that differed by up to 15 %.
 */
final class AcrossSessions {
    /** Where both were measured in one process each. */
    private static final double ONE_PROCESS = 0.25;

    /** Where both are certified: each over processes of their own, so that how one of them compiled matters little. */
    private static final double CERTIFIED = 0.1;

    private AcrossSessions() {}

    /**
     * What a difference has to clear.
     *
     * @param first noise floor of one session, as a share
     * @param second of the other
     * @param certified whether both are
     */
    static double floor(double first, double second, boolean certified) {
        return Math.max(first + second, certified ? CERTIFIED : ONE_PROCESS);
    }

    /**
     * What would settle it, as a remark; nothing does where the recipes are the same.
     *
     * @param verb with its model: "run mlp"
     * @param more words behind, each with a space before it
     */
    static Optional<String> settling(String first, String second, String verb, String more) {
        String enable = second.isEmpty() ? "" : " --enable \"" + second + "\"";
        String against = first.isEmpty() ? "" : " --against \"" + first + "\"";
        return first.equals(second)
                ? Optional.empty()
                : Optional.of("to be sure, measure the two in turns: hone " + verb + enable + against + more);
    }
}
