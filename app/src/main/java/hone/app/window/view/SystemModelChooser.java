package hone.app.window.view;

import hone.visualizers.Texts;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.stage.DirectoryChooser;
import javafx.stage.FileChooser;
import javafx.stage.Window;

/** Asks in the system's own dialogs; they open where the last one was left. */
public final class SystemModelChooser implements ModelChooser {
    private final Texts texts;
    private final Supplier<Window> owner;
    private Optional<File> lastFolder = Optional.empty();

    /** @param owner the window that the dialogs belong to */
    public SystemModelChooser(Texts texts, Supplier<Window> owner) {
        this.texts = texts;
        this.owner = owner;
    }

    @Override
    public Optional<Path> choose(Kind kind) {
        Optional<File> chosen = Optional.ofNullable(kind == Kind.FILE ? file() : folder());
        lastFolder = chosen.map(File::getParentFile).or(() -> lastFolder);
        return chosen.map(File::toPath);
    }

    private File file() {
        var chooser = new FileChooser();
        chooser.setTitle(texts.get("import.title"));
        chooser.getExtensionFilters()
                .addAll(
                        new FileChooser.ExtensionFilter(
                                texts.get("import.models"), List.of("*.onnx", "*.safetensors", "*.bin", "config.json")),
                        new FileChooser.ExtensionFilter(texts.get("import.all"), "*"));
        lastFolder.filter(File::isDirectory).ifPresent(chooser::setInitialDirectory);
        return chooser.showOpenDialog(owner.get());
    }

    private File folder() {
        var chooser = new DirectoryChooser();
        chooser.setTitle(texts.get("import.title"));
        lastFolder.filter(File::isDirectory).ifPresent(chooser::setInitialDirectory);
        return chooser.showDialog(owner.get());
    }
}
