package hone.app.cli;

import hone.engine.train.Ending;
import java.util.LinkedHashMap;
import java.util.Map;

/** Where a training run ended, and why, for programs. */
final class EndingText {
    private EndingText() {}

    static Map<String, Object> values(Ending ending) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("unit", ending.unit());
        values.put("at", ending.at());
        values.put("of", ending.of());
        values.put("early", ending.early());
        ending.best().ifPresent(best -> values.put("best", best));
        values.put("text", ending.text());
        return values;
    }
}
