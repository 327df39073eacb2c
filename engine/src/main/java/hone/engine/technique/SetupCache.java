package hone.engine.technique;

import hone.engine.tensor.Tensor;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Setups that were made before, by everything that went into them: the model, the recipe so far, the data and the seed.
 * The batch is not part of it, as no technique looks at it. The least recently used go first: where there are many, or where
 * their weights are large.
 */
public final class SetupCache {
    /**
     * Everything a folded setup depends on.
     *
     * @param model hash of the base model
     * @param request preferences of the base, at batch 1
     * @param recipe canonical text of the prefix
     * @param data id of the calibration samples
     * @param seed of anything random
     */
    record Key(String model, String request, String recipe, String data, long seed) {}

    private static final int ENTRIES = 64;
    private static final long USUAL_BYTES = 1L << 30;

    private final long mostBytes;
    private final Map<Key, Fold.Folded> kept = new LinkedHashMap<>(ENTRIES, 0.75f, true);
    private long bytes;

    public SetupCache() {
        this(USUAL_BYTES);
    }

    /** @param mostBytes of weights; the latest setup is kept however large it is */
    SetupCache(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    static Key key(Setup base, Recipe prefix, Workbench workbench) {
        return new Key(
                base.model().hash(),
                base.request().withBatch(1).toString(),
                prefix.toString(),
                workbench.dataId(),
                workbench.seed());
    }

    synchronized Optional<Fold.Folded> find(Key key) {
        return Optional.ofNullable(kept.get(key));
    }

    synchronized void keep(Key key, Fold.Folded folded) {
        Fold.Folded before = kept.put(key, folded);
        bytes += weightBytes(folded) - (before == null ? 0 : weightBytes(before));
        Iterator<Map.Entry<Key, Fold.Folded>> eldest = kept.entrySet().iterator();
        while (kept.size() > 1 && (kept.size() > ENTRIES || bytes > mostBytes)) {
            bytes -= weightBytes(eldest.next().getValue());
            eldest.remove();
        }
    }

    /** Those that two setups share count for both: so few are kept rather than too many. */
    private static long weightBytes(Fold.Folded folded) {
        return folded.setup().model().weights().values().stream()
                .mapToLong(Tensor::bytes)
                .sum();
    }

    /** How many setups are kept. */
    public synchronized int size() {
        return kept.size();
    }
}
