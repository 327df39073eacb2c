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
        int[] one = new int[1];
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
            one[0] = token;
            next = one;
        }
        return new Generation(
                prompt.length,
                Arrays.copyOf(tokens, done),
                nanos[0],
                Arrays.copyOfRange(nanos, Math.min(1, done), Math.max(done, Math.min(1, done))),
                sequence.cacheBytes(),
                end);
    }

    /**
     * Writes the same text again, in a pass that is not timed as a whole: a probe tells apart what attention takes and what all
     * other ops take.
     *
     * @param prompt as it was given
     * @param generation what came of it
     * @throws hone.engine.Cancelled if it was stopped
     */
    public AttentionTimes attentionApart(int[] prompt, Generation generation, Cancellation stop) {
        AttentionProbe probe = new AttentionProbe(sequence.plan());
        sequence.clear();
        sequence.append(prompt, probe, stop);
        long prefillAttention = probe.attentionNanos();
        long prefillRest = probe.restNanos();
        int count = generation.perTokenNanos().length;
        long[] attention = new long[count];
        long[] rest = new long[count];
        int[] one = new int[1];
        for (int i = 0; i < count; i++) {
            one[0] = generation.tokens()[i];
            probe.clear();
            sequence.append(one, probe, stop);
            attention[i] = probe.attentionNanos();
            rest[i] = probe.restNanos();
        }
        return new AttentionTimes(prompt.length, prefillAttention, prefillRest, attention, rest);
    }
}
