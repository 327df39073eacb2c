package hone.engine.data.story;

import hone.engine.random.CounterRandom;
import java.util.List;

/** The random choices of one story, each equally likely among its alternatives, and how many nats they amount to. */
final class Choices {
    /** What the numbers of this use are drawn for. */
    private static final long STREAM = 0x53544F5259L;

    private final CounterRandom random;
    private double nats;

    Choices(long seed, long story) {
        random = new CounterRandom(seed, STREAM, story);
    }

    <T> T of(List<T> alternatives) {
        nats += StrictMath.log(alternatives.size());
        return alternatives.get(random.nextInt(alternatives.size()));
    }

    /** Any but this one. */
    <T> T other(List<T> alternatives, T than) {
        return of(alternatives.stream().filter(one -> !one.equals(than)).toList());
    }

    boolean coin() {
        return of(List.of(true, false));
    }

    /** Minus the logarithm of the probability of everything chosen so far. */
    double nats() {
        return nats;
    }
}
