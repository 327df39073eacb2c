package hone.app;

import hone.app.model.ModelLibrary;
import hone.app.model.OpenedModel;
import hone.engine.Cancellation;
import hone.engine.InvalidInput;
import hone.engine.Progress;
import hone.engine.format.Artefact;
import hone.engine.format.Provenance;
import hone.engine.format.huggingface.HuggingFaceFolder;
import hone.engine.model.Model;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The one way of a file or folder into the library, of {@code hone import} and of the window. */
public final class ModelImport {
    private static final double OPENED = 0.9;

    private final Services services;

    public ModelImport(Services services) {
        this.services = services;
    }

    /**
     * What to import.
     *
     * @param path file or folder
     * @param name to call it by
     * @param tokenizer to use instead of the one that lies beside a transformer
     * @param replace whether the library may have a model of that name already
     */
    public record Wish(Path path, String name, Optional<Path> tokenizer, boolean replace) {}

    /**
     * What was imported.
     *
     * @param name in the library
     * @param file of the library
     * @param artefact as it was kept
     * @param opened as it was found
     */
    public record Imported(String name, Path file, Artefact artefact, OpenedModel opened) {
        public Model model() {
            return artefact.setup().model();
        }
    }

    /**
     * Opens the model, to its end, and keeps it.
     *
     * @throws InvalidInput if the file is no model that could run, or the name is none or is taken
     * @throws hone.engine.Unavailable if it is ONNX with operators that the engine has no ops for
     * @throws hone.engine.Cancelled if {@code stop} was raised; the library is as it was
     */
    public Imported take(Wish wish, Progress progress, Cancellation stop) {
        ModelLibrary library = services.models().library();
        library.requireFree(wish.name(), wish.replace());
        stop.check("importing a model");
        OpenedModel opened = services.models()
                .open(wish.path(), wish.tokenizer(), (done, what) -> progress.report(OPENED * done, what), stop);
        progress.report(OPENED, "saving");
        stop.check("importing a model");
        services.home().create();
        Artefact artefact = artefact(opened.artefact(), wish.name(), wish.path());
        Path kept = library.keep(wish.name(), artefact, wish.replace(), services.budget());
        return new Imported(wish.name(), kept, artefact, opened);
    }

    /** The folder where a file of a Hugging Face folder is named, as a file chooser makes one do; else the path itself. */
    public static Path meant(Path path) {
        Path folder = path.toAbsolutePath().getParent();
        boolean inside = String.valueOf(path.getFileName()).equals("config.json");
        return inside && folder != null && HuggingFaceFolder.is(folder) ? folder : path;
    }

    /** What the library calls it; its own file name is kept with how it came to be, without the folders of this machine. */
    private static Artefact artefact(Artefact opened, String name, Path path) {
        Model model = opened.setup().model();
        Map<String, String> facts = new TreeMap<>(opened.provenance().facts());
        facts.put("imported", String.valueOf(path.toAbsolutePath().normalize().getFileName()));
        return opened.withModel(new Model(name, model.graph(), model.weights())).withProvenance(new Provenance(facts));
    }
}
