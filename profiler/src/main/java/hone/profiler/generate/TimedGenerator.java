package hone.profiler.generate;

import hone.engine.Cancellation;
import hone.engine.InvalidInput;
import hone.engine.generate.Sampler;
import hone.engine.generate.Sequence;
import hone.engine.run.Probe;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.function.IntConsumer;

/**
 * Continues a text token by token, and times each. Prefill, where the whole prompt is computed at once, and decode, where
 * each run brings one token, are different work and are timed apart.
 */
public final class TimedGenerator {
    private final Sequence sequence;
    private final Sampler sampler;
    private final OptionalInt ending;

    /** @param ending the token by which the model ends a text; empty where it has none */
    public TimedGenerator(Sequence sequence, Sampler sampler, OptionalInt ending) {
        this.sequence = sequence;
        this.sampler = sampler;
        this.ending = ending;
    }

    /**
     * Continues a text from an empty sequence.
     *
     * @param prompt at least one token
     * @param count the most tokens to write, at least 1
     * @param written told each token as soon as it is chosen, outside of its time
     * @throws InvalidInput if the prompt is empty or does not fit the model
     * @throws hone.engine.Cancelled if it was stopped
     */
    public Generation generate(int[] prompt, int count, IntConsumer written, Cancellation stop) {
        if (count < 1) {
            throw new InvalidInput("there must be at least one token to write", "--tokens", "it is " + count);
        }
        sequence.clear();
        int[] tokens = new int[count];
        long[] nanos = new long[count];
        int done = 0;
        Generation.End end = Generation.End.LENGTH;
        int[] next = prompt;
        while (done < count) {
            long start = System.nanoTime();
            float[] scores = sequence.append(next, Probe.NONE, stop);
            int token = sampler.next(scores, done);
            nanos[done] = System.nanoTime() - start;
            if (ending.isPresent() && ending.getAsInt() == token) {
                end = Generation.End.MODEL;
                break;
            }
            tokens[done] = token;
            done++;
            written.accept(token);
            if (done < count && sequence.length() == sequence.context()) {
                end = Generation.End.CONTEXT;
                break;
            }
            next = new int[] {token};
        }
        return new Generation(
                prompt.length,
                Arrays.copyOf(tokens, done),
                nanos[0],
                Arrays.copyOfRange(nanos, Math.min(1, done), Math.max(done, Math.min(1, done))),
                sequence.cacheBytes(),
                end);
    }
}
