package hone.profiler.peer;

import hone.engine.InvalidInput;

/**
 * How a session of ONNX Runtime runs. Operators run one after the other, and every graph optimization is on.
 *
 * @param threads that share one operator
 * @param spinning whether threads wait in a loop for the next operator: quicker, and in the way of others
 */
public record OnnxSettings(int threads, boolean spinning) {
    public OnnxSettings {
        if (threads < 1) {
            throw new InvalidInput("a session needs at least one thread", "", "it is " + threads);
        }
    }

    /** As reports print it. */
    public String text() {
        return threads + (threads == 1 ? " thread" : " threads, spinning " + (spinning ? "on" : "off"))
                + ", operators in sequence, all graph optimizations";
    }
}
