package hone.profiler.service;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Results that need not be measured again for a side that did not change; the least recently used go first.
 *
 * @param <T> what is kept
 */
final class KeptResults<T> {
    private static final int ENTRIES = 32;

    private final Map<String, T> kept = new LinkedHashMap<>(ENTRIES, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, T> eldest) {
            return size() > ENTRIES;
        }
    };

    synchronized Optional<T> find(String key) {
        return Optional.ofNullable(kept.get(key));
    }

    synchronized void keep(String key, T result) {
        kept.put(key, result);
    }
}
