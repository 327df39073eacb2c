package hone.profiler.peer;

import hone.engine.InvalidInput;
import java.util.SequencedMap;
import java.util.TreeMap;

/**
 * How a session of ONNX Runtime runs. Operators run one after the other, and every graph optimization is on.
 *
 * @param threads that share one operator
 * @param spinning whether threads wait in a loop for the next operator: quicker, and in the way of others
 * @param widenedWeights whether weights kept in INT8 are widened to float32 once, when the session is made, instead of in
 *     every run; for models whose activations are not quantized
 */
public record OnnxSettings(int threads, boolean spinning, boolean widenedWeights) {
    /** How long threads that spin go on after a run, at the most. */
    private static final long SPIN_NANOS = 60_000_000;

    public OnnxSettings {
        if (threads < 1) {
            throw new InvalidInput("a session needs at least one thread", "", "it is " + threads);
        }
    }

    /** Settings under which INT8 weights stay what they are. */
    public OnnxSettings(int threads, boolean spinning) {
        this(threads, spinning, false);
    }

    /** What computes, by the library's name for it. Nothing else is ever asked for. */
    public String provider() {
        return "CPUExecutionProvider";
    }

    /** How long to wait after a run until none of its threads takes a processor. */
    public long restNanos() {
        return threads > 1 && spinning ? SPIN_NANOS : 0;
    }

    /** The entries of a session's configuration, by the library's names for them. */
    SequencedMap<String, String> entries() {
        SequencedMap<String, String> entries = new TreeMap<>();
        entries.put("session.intra_op.allow_spinning", spinning ? "1" : "0");
        if (widenedWeights) {
            entries.put("session.disable_quant_qdq", "1");
        }
        return entries;
    }

    /** As reports print it. */
    public String text() {
        return threads + (threads == 1 ? " thread" : " threads, spinning " + (spinning ? "on" : "off"))
                + ", operators in sequence, all graph optimizations"
                + (widenedWeights ? ", INT8 weights widened once" : "");
    }
}
