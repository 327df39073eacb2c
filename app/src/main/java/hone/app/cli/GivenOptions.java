package hone.app.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The options that a person gave, in one order, so that a checkpoint can say the command that makes it again. */
final class GivenOptions {
    private final Map<String, Object> given = new LinkedHashMap<>();

    /** Adds one where it was given; a flag where it is raised. */
    GivenOptions put(String name, @Nullable Object value) {
        if (value != null && !value.equals(false)) {
            given.put(name, value);
        }
        return this;
    }

    /** The first of them. */
    Optional<String> first() {
        return given.keySet().stream().findFirst();
    }

    /** As one writes them, each with a blank before it. */
    String text() {
        StringBuilder text = new StringBuilder();
        given.forEach((name, value) -> {
            text.append(' ').append(name);
            if (!value.equals(true)) {
                text.append(' ').append(value);
            }
        });
        return text.toString();
    }
}
