package hone.engine.format.onnx.conformance;

import java.util.List;

/** What became of one case. */
public sealed interface CaseOutcome {
    /** The case's folder, below the one that was given. */
    String name();

    /** All outputs are as they should be. */
    record Passed(String name) implements CaseOutcome {}

    /**
     * The model needs what is not computed.
     *
     * @param operators each with where it is used or why it is not computed
     */
    record NotSupported(String name, List<String> operators) implements CaseOutcome {
        public NotSupported {
            operators = List.copyOf(operators);
        }
    }

    /**
     * An output is wrong, or the case does not run.
     *
     * @param reason with the largest difference where there is one
     */
    record Failed(String name, String reason) implements CaseOutcome {}
}
