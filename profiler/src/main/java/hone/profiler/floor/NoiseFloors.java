package hone.profiler.floor;

import java.util.List;

/**
 * How far a workload strays from itself on this machine, as its runs so far have found. Every trial times its baseline
 * against itself within its own blocks; a single trial may be lucky, so a verdict rests on the usual floor where that is
 * higher, and each trial checks what is remembered.
 */
public interface NoiseFloors {
    /** Where nothing is remembered. */
    NoiseFloors NONE = new NoiseFloors() {
        @Override
        public Usual usual(String workload) {
            return Usual.UNKNOWN;
        }

        @Override
        public void remember(String workload, double floor) {}
    };

    /**
     * The usual floor of a workload.
     *
     * @param floor median over the latest runs, as a share: 0.02 is 2 %; 0 where there is none
     * @param runs that it rests on
     */
    record Usual(double floor, int runs) {
        /** Of a workload that never ran. */
        public static final Usual UNKNOWN = new Usual(0, 0);

        static Usual of(List<Double> floors) {
            if (floors.isEmpty()) {
                return UNKNOWN;
            }
            List<Double> sorted = floors.stream().sorted().toList();
            int middle = sorted.size() / 2;
            double median =
                    sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
            return new Usual(median, floors.size());
        }
    }

    Usual usual(String workload);

    /** @param floor that a run of it has found */
    void remember(String workload, double floor);
}
