package hone.app.window;

import hone.visualizers.chart.ExportDesk;
import java.nio.file.Path;
import java.util.Optional;

/** An export desk for tests: nobody picks a file. */
final class SilentDesk implements ExportDesk {
    @Override
    public Optional<Path> choose(String suggestedName) {
        return Optional.empty();
    }

    @Override
    public void save(Path file, Writing writing) {}

    @Override
    public void copy(String text) {}
}
