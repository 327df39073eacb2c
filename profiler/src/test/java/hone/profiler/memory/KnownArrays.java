package hone.profiler.memory;

import hone.engine.memory.MemoryBudget;

/** Allocates arrays of known sizes and fails unless the timeline finds them in the heap, within five hundredths. */
final class KnownArrays {
    private static final double TOLERANCE = 0.05;

    private KnownArrays() {}

    public static void main(String[] arguments) throws InterruptedException {
        MemoryBudget budget = new MemoryBudget(1L << 28);
        boolean warm = false;
        for (int size : new int[] {1 << 20, 1 << 20, 10 << 20}) {
            byte[] array;
            MemoryTimeline timeline;
            try (MemorySampler sampler = MemorySampler.start(budget)) {
                System.gc();
                Thread.sleep(400); // a sample or more of what is there already, the sampler's own buffers included
                sampler.mark("array");
                array = new byte[size];
                System.gc();
                timeline = sampler.stop();
            }
            long marked = timeline.marks().getFirst().nanos();
            MemorySample before = timeline.samples().stream()
                    .filter(sample -> sample.nanos() < marked)
                    .toList()
                    .getLast();
            long grown =
                    timeline.last().reading().bytes("heap") - before.reading().bytes("heap");
            System.out.println(array.length + " bytes: " + grown);
            // The first round loads and compiles what the others need
            if (warm && Math.abs(grown - size) > TOLERANCE * size) {
                System.exit(1);
            }
            warm = true;
        }
    }
}
