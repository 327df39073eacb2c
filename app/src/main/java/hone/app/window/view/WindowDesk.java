package hone.app.window.view;

import hone.app.window.model.StudioViewModel;
import hone.engine.HoneException;
import hone.visualizers.Texts;
import hone.visualizers.chart.ExportDesk;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Executor;
import javafx.scene.Node;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.stage.FileChooser;
import javafx.stage.Window;

/** Exports of the window: asks for a file in the system's dialog, writes in the background, and says how it went. */
public final class WindowDesk implements ExportDesk {
    private final StudioViewModel studio;
    private final Texts texts;
    private final Executor background;
    private final Executor fxThread;
    private Optional<Node> owner = Optional.empty();
    private Optional<File> lastFolder = Optional.empty();

    public WindowDesk(StudioViewModel studio, Texts texts, Executor background, Executor fxThread) {
        this.studio = studio;
        this.texts = texts;
        this.background = background;
        this.fxThread = fxThread;
    }

    /** The node whose window the dialogs belong to. */
    public void ownedBy(Node node) {
        owner = Optional.of(node);
    }

    @Override
    public Optional<Path> choose(String suggestedName) {
        var chooser = new FileChooser();
        chooser.setTitle(texts.get("export.title"));
        chooser.setInitialFileName(suggestedName);
        lastFolder.filter(File::isDirectory).ifPresent(chooser::setInitialDirectory);
        Optional<Window> window = owner.map(node -> node.getScene().getWindow());
        Optional<File> file = Optional.ofNullable(chooser.showSaveDialog(window.orElse(null)));
        lastFolder = file.map(File::getParentFile).or(() -> lastFolder);
        return file.map(File::toPath);
    }

    @Override
    public void save(Path file, Writing writing) {
        background.execute(() -> {
            String sentence;
            boolean problem = false;
            try {
                writing.to(file);
                sentence = texts.get("export.done", file.toString());
            } catch (IOException | HoneException e) {
                sentence = texts.get("export.failed", file.toString(), String.valueOf(e.getMessage()));
                problem = true;
            }
            String said = sentence;
            boolean failed = problem;
            fxThread.execute(() -> studio.say(said, failed));
        });
    }

    @Override
    public void copy(String text) {
        var content = new ClipboardContent();
        content.putString(text);
        Clipboard.getSystemClipboard().setContent(content);
        studio.say(texts.get("copy.done"), false);
    }
}
