package hone.engine.technique;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Setups that were made before, by everything that went into them: the model, the recipe so far, the data and the seed.
 * The batch is not part of it, as no technique looks at it. The least recently used go first.
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

    private final Map<Key, Fold.Folded> kept = new LinkedHashMap<>(ENTRIES, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Fold.Folded> eldest) {
            return size() > ENTRIES;
        }
    };

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
        kept.put(key, folded);
    }

    /** How many setups are kept. */
    public synchronized int size() {
        return kept.size();
    }
}
