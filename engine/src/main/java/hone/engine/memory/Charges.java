package hone.engine.memory;

import java.util.List;
import java.util.Map;

/**
 * What a budget has charged at one instant.
 *
 * @param byCategory bytes of every category
 * @param arrays bytes among them of Java arrays that stand in for native memory
 * @param mapped blocks among them that were mapped from the system one by one
 */
public record Charges(Map<Category, Long> byCategory, long arrays, List<MappedBlock> mapped) {
    public Charges {
        byCategory = Map.copyOf(byCategory);
        mapped = List.copyOf(mapped);
    }

    /** Bytes of one category. */
    public long of(Category category) {
        return byCategory.getOrDefault(category, 0L);
    }

    /** Bytes of all categories. */
    public long total() {
        return byCategory.values().stream().mapToLong(Long::longValue).sum();
    }
}
