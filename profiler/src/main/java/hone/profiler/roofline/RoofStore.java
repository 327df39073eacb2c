package hone.profiler.roofline;

import hone.engine.Cancellation;
import hone.engine.memory.MemoryBudget;
import hone.engine.run.KernelPool;
import hone.profiler.kept.KeptFile;
import hone.profiler.machine.MachineFacts;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The roofs of this machine in the per-user folder. A roof is what the machine did at best, so every measuring can only
 * raise it: one of a busy machine spoils nothing.
 */
public final class RoofStore {
    private static final String FILE = "machine-roofs.json";
    private static final long MOST_BYTES = 1 << 16;

    /** Two measurings in a row that agree this well are taken for the machine's. */
    private static final double AGREE = 0.1;

    private static final int MOST_MEASURINGS = 5;

    private final KeptFile<MachineRoofs> file;
    private final MachineFacts facts;

    /** @param folder per-user folder; it need not exist yet */
    public RoofStore(Path folder, MachineFacts facts) {
        this.file = new KeptFile<>(folder.resolve(FILE), MachineRoofs.class, MOST_BYTES, "roofs of this machine");
        this.facts = facts;
    }

    /** The roofs kept for this machine; empty where there are none. Never measures or moves files. */
    public Optional<Roofs> kept() {
        return file.peek(RoofStore::isWhole)
                .filter(kept -> kept.holdsFor(facts))
                .map(MachineRoofs::roofs);
    }

    /**
     * The roofs kept for this machine, or else new ones for one thread and all, which are then kept.
     *
     * @param notes gets plain sentences on what was unusual
     * @throws hone.engine.Cancelled if the measurement was stopped
     */
    public Roofs obtain(MemoryBudget budget, KernelPool pool, List<String> notes, Cancellation stop) {
        Set<Integer> threads = new TreeSet<>(Set.of(1, pool.size()));
        return file.read(RoofStore::isWhole, notes)
                .filter(kept -> kept.holdsFor(facts))
                .map(MachineRoofs::roofs)
                .orElseGet(() -> {
                    Roofs best = Roofs.measure(budget, pool, threads, stop);
                    for (int i = 1; i < MOST_MEASURINGS; i++) {
                        Roofs again = Roofs.measure(budget, pool, threads, stop);
                        boolean agree = again.arithmeticWithin(best, AGREE);
                        best = best.best(again);
                        if (agree) {
                            break;
                        }
                    }
                    file.write(MachineRoofs.of(facts, best), notes);
                    return best;
                });
    }

    /**
     * Raises what is kept to what another measuring found.
     *
     * @param notes gets plain sentences on what was unusual
     */
    public Roofs raise(Roofs measured, List<String> notes) {
        Roofs best = file.read(RoofStore::isWhole, notes)
                .filter(kept -> kept.holdsFor(facts))
                .map(kept -> kept.roofs().best(measured))
                .orElse(measured);
        file.write(MachineRoofs.of(facts, best), notes);
        return best;
    }

    private static boolean isWhole(MachineRoofs kept) {
        return kept.version() != MachineRoofs.VERSION || kept.roofs().isSound();
    }
}
