package hone.profiler.peer;

import hone.engine.InvalidInput;
import java.util.SequencedMap;
import java.util.TreeMap;

/**
 * How a session of ONNX Runtime runs. Operators run one after the other, and every graph optimization is on.
 *
 * @param threads that share one operator
 * @param spinning whether threads wait in a loop for the next operator: quicker, and in the way of others
 * @param rounding what the session is set for: what the model rounds
 */
public record OnnxSettings(int threads, boolean spinning, Rounding rounding) {
    /** How long threads that spin go on after a run, at the most. */
    private static final long SPIN_NANOS = 60_000_000;

    public OnnxSettings {
        if (threads < 1) {
            throw new InvalidInput("a session needs at least one thread", "", "it is " + threads);
        }
    }

    /** With nothing set for what a model rounds. */
    public OnnxSettings(int threads, boolean spinning) {
        this(threads, spinning, Rounding.NONE);
    }

    /** What computes, by the library's name for it. Nothing else is ever asked for. */
    public String provider() {
        return "CPUExecutionProvider";
    }

    /** How long to wait after a run until none of its threads takes a processor. */
    public long restNanos() {
        return threads > 1 && spinning ? SPIN_NANOS : 0;
    }

    /** Whether rounded weights are widened to float32 once, when the session is made, instead of in every run. */
    public boolean widenedWeights() {
        return rounding == Rounding.WEIGHTS;
    }

    /** Whether sums of 8-bit products are kept from saturating, on whatever processor. */
    public boolean exactProducts() {
        return rounding == Rounding.ACTIVATIONS;
    }

    /** The entries of a session's configuration, by the library's names for them. */
    SequencedMap<String, String> entries() {
        SequencedMap<String, String> entries = new TreeMap<>();
        entries.put("session.intra_op.allow_spinning", spinning ? "1" : "0");
        if (widenedWeights()) {
            entries.put("session.disable_quant_qdq", "1");
        }
        if (exactProducts()) {
            entries.put("session.x64quantprecision", "1");
        }
        return entries;
    }

    /** As reports print it. */
    public String text() {
        return threads + (threads == 1 ? " thread" : " threads, spinning " + (spinning ? "on" : "off"))
                + ", operators in sequence, all graph optimizations"
                + (widenedWeights() ? ", INT8 weights widened once" : "")
                + (exactProducts() ? ", exact 8-bit products" : "");
    }
}
