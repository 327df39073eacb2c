package hone.app.window.view;

import java.nio.file.Path;
import java.util.Optional;

/** Asks a person which model to import. */
public interface ModelChooser {
    /** Nobody is asked. */
    ModelChooser NONE = _ -> Optional.empty();

    /** What a model can lie in. */
    enum Kind {
        /** ONNX, safetensors, llama2.c. */
        FILE,
        /** Of the Hugging Face layout. */
        FOLDER
    }

    /** What was chosen; empty where the person thought better of it. */
    Optional<Path> choose(Kind kind);
}
