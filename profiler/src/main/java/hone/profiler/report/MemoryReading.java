package hone.profiler.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * Memory of the process by category, set against what the operating system says.
 *
 * @param parts disjoint categories
 * @param osResident resident bytes of the process as the operating system reports them; 0 where it does not
 * @param unattributed resident bytes that no category explains
 * @param overcounted bytes by which the parts, read one after the other, exceeded what is resident, before they were cut to
 *     it, or by which a part fell below nothing: what counts twice beyond what is unattributed. 0, and left out of the JSON, where they did
 *     not, and in an older report, which does not say
 */
public record MemoryReading(
        List<MemoryPart> parts,
        long osResident,
        long unattributed,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) long overcounted) {
    public MemoryReading {
        parts = List.copyOf(parts);
    }

    /** The bytes of one category; 0 where the reading has none of that name. */
    public long bytes(String category) {
        return parts.stream()
                .filter(part -> part.category().equals(category))
                .mapToLong(MemoryPart::bytes)
                .sum();
    }
}
