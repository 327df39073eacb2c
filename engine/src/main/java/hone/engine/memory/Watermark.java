package hone.engine.memory;

import java.util.EnumMap;
import java.util.Map;

/**
 * The most that a budget has charged since the watermark was set, by category and in all. It sees every charge, so that
 * nothing is too short for it.
 */
public final class Watermark implements AutoCloseable {
    private final MemoryBudget budget;
    private final Map<Category, Long> most = new EnumMap<>(Category.class);
    private long total;

    Watermark(MemoryBudget budget) {
        this.budget = budget;
    }

    /** Called under the budget's lock. */
    void rise(Category category, long used, long all) {
        most.merge(category, used, Math::max);
        total = Math.max(total, all);
    }

    /** The most bytes of one category; each category may have had its most at another time. */
    public long most(Category category) {
        synchronized (budget) {
            return most.getOrDefault(category, 0L);
        }
    }

    /** The most bytes of all categories at once. */
    public long mostAtOnce() {
        synchronized (budget) {
            return total;
        }
    }

    /** No later charge counts any more. */
    @Override
    public void close() {
        budget.forget(this);
    }
}
