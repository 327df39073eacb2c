package hone.engine.format.open;

import hone.engine.InvalidInput;
import hone.engine.IoReason;
import hone.engine.format.huggingface.HuggingFaceFolder;
import hone.engine.format.llama2c.Llama2cCheckpoint;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** The formats that models come in. */
public enum ModelFormat {
    SAFETENSORS("safetensors"),
    ONNX("ONNX"),
    LLAMA2C("llama2.c"),
    HUGGING_FACE("Hugging Face folder");

    /** The first byte of what every writer puts first into an ONNX file: the number of field 1. */
    private static final int ONNX_BEGINNING = 0x08;

    /** Where the header of a safetensors file begins, with a brace. */
    private static final int HEADER = 8;

    private final String title;

    ModelFormat(String title) {
        this.title = title;
    }

    /** As people call it. */
    public String title() {
        return title;
    }

    /**
     * The format of a file or folder, by its name or else by its first bytes. What is none is taken for safetensors, whose
     * reader then says what is wrong with it.
     *
     * @throws InvalidInput if there is nothing there, it cannot be read, or it is a folder of no known layout
     */
    public static ModelFormat of(Path path) {
        if (Files.isDirectory(path)) {
            if (HuggingFaceFolder.is(path)) {
                return HUGGING_FACE;
            }
            throw new InvalidInput(
                    "this folder holds no model",
                    path.toString(),
                    "it has no config.json, as a Hugging Face folder of GPT-2 or Llama has");
        }
        if (!Files.isRegularFile(path)) {
            throw new InvalidInput("there is no such model file", path.toString(), "nothing is there");
        }
        String name = String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
        if (name.endsWith(".safetensors")) {
            return SAFETENSORS;
        }
        if (name.endsWith(".onnx")) {
            return ONNX;
        }
        if (name.endsWith(".bin") || Llama2cCheckpoint.is(path)) {
            return LLAMA2C;
        }
        byte[] first = firstBytes(path);
        boolean onnx = first.length > HEADER && first[0] == ONNX_BEGINNING && first[HEADER] != '{';
        return onnx ? ONNX : SAFETENSORS;
    }

    private static byte[] firstBytes(Path path) {
        try (InputStream in = Files.newInputStream(path)) {
            return in.readNBytes(HEADER + 1);
        } catch (IOException e) {
            throw new InvalidInput("cannot read the file", path.toString(), IoReason.of(e));
        }
    }
}
