package hone.profiler.trial;

/**
 * How the time for measuring is cut up: runs to a sample, samples to a segment. How many blocks there are is for the time to
 * say, as an arm may become much faster than it was when the plan was made.
 *
 * <p>A sample is one or more runs timed together and lasts at least 200 µs and 50 grains of the clock, so that reading
 * the clock costs and errs by less than a thousandth. Fast arms get up to six samples a segment and up to a millisecond
 * a sample, enough for a 99th percentile; slow arms get one run a sample.
 *
 * @param baselineRuns runs in one sample of the baseline
 * @param candidateRuns runs in one sample of the candidate
 * @param samplesPerSegment samples in a row of one arm; a block has two such segments of each arm
 */
record SamplePlan(int baselineRuns, int candidateRuns, int samplesPerSegment) {
    /** Most blocks: an interval narrows little beyond them. */
    static final int BLOCKS = 60;

    private static final int MOST_SAMPLES = 6;
    private static final long SHORTEST_NANOS = 200_000;
    private static final long LONGEST_NANOS = 1_000_000;
    private static final int GRAINS = 50;

    static SamplePlan of(ArmTimer baseline, ArmTimer candidate, long measureNanos, long clockGrain) {
        long shortest = Math.max(SHORTEST_NANOS, GRAINS * clockGrain);
        long share = measureNanos / (BLOCKS * 4L * MOST_SAMPLES);
        long sample = Math.clamp(share, shortest, Math.max(shortest, LONGEST_NANOS));
        int baselineRuns = baseline.runsLasting(sample);
        int candidateRuns = candidate.runsLasting(sample);
        double pair = baselineRuns * baseline.nanosPerRun() + candidateRuns * candidate.nanosPerRun();
        int samples = (int) Math.clamp(measureNanos / (BLOCKS * 2 * Math.max(1, pair)), 1, MOST_SAMPLES);
        return new SamplePlan(baselineRuns, candidateRuns, samples);
    }
}
