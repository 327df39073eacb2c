package hone.profiler.floor;

import hone.profiler.kept.KeptFile;
import hone.profiler.machine.MachineFacts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/** Noise floors in the per-user folder: the latest runs of the workloads that ran last. */
public final class NoiseFloorStore implements NoiseFloors {
    static final int MOST_RUNS = 20;
    static final int MOST_WORKLOADS = 200;

    private static final String FILE = "noise-floors.json";
    private static final long MOST_BYTES = 1 << 20;

    /**
     * As they lie in the file.
     *
     * @param version of this JSON form
     * @param floors by machine and workload, oldest first; each with its latest runs, oldest first
     */
    record Kept(int version, LinkedHashMap<String, List<Double>> floors) {
        static final int VERSION = 1;

        Kept {
            Objects.requireNonNull(floors);
        }

        boolean isSound() {
            return floors.size() <= MOST_WORKLOADS
                    && floors.values().stream()
                            .allMatch(runs -> runs != null
                                    && !runs.isEmpty()
                                    && runs.size() <= MOST_RUNS
                                    && runs.stream().allMatch(floor -> floor != null && floor >= 0 && floor < 1e6));
        }
    }

    private final KeptFile<Kept> file;
    private final String machine;
    private final Consumer<String> notes;

    /**
     * @param folder per-user folder; it need not exist yet
     * @param notes hears plain sentences on what was unusual
     */
    public NoiseFloorStore(Path folder, MachineFacts facts, Consumer<String> notes) {
        this.file = new KeptFile<>(folder.resolve(FILE), Kept.class, MOST_BYTES, "list of noise floors");
        this.machine =
                facts.cpu() + ", " + facts.cores() + " processors, " + facts.vectorBits() + " bits, " + facts.jdk();
        this.notes = notes;
    }

    @Override
    public Usual usual(String workload) {
        return file.peek(NoiseFloorStore::isWhole)
                .filter(kept -> kept.version() == Kept.VERSION)
                .map(kept -> Usual.of(kept.floors().getOrDefault(key(workload), List.of())))
                .orElse(Usual.UNKNOWN);
    }

    /** Two programs that end a run at the same moment keep one of the two floors: the next run makes up for it. */
    @Override
    public void remember(String workload, double floor) {
        List<String> unusual = new ArrayList<>();
        LinkedHashMap<String, List<Double>> floors = new LinkedHashMap<>();
        file.read(NoiseFloorStore::isWhole, unusual)
                .filter(kept -> kept.version() == Kept.VERSION)
                .ifPresent(kept -> floors.putAll(kept.floors()));
        List<Double> runs = new ArrayList<>(Objects.requireNonNullElse(floors.remove(key(workload)), List.of()));
        runs.add(floor);
        floors.put(key(workload), runs.subList(Math.max(0, runs.size() - MOST_RUNS), runs.size()));
        while (floors.size() > MOST_WORKLOADS) {
            floors.pollFirstEntry();
        }
        file.write(new Kept(Kept.VERSION, floors), unusual);
        unusual.forEach(notes);
    }

    private String key(String workload) {
        return workload + " on " + machine;
    }

    private static boolean isWhole(Kept kept) {
        return kept.version() != Kept.VERSION || kept.isSound();
    }
}
