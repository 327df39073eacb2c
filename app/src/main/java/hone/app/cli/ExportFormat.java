package hone.app.cli;

import hone.engine.InvalidInput;
import hone.engine.data.Preparation;
import hone.engine.format.Artefact;
import hone.engine.format.onnx.OnnxExport;
import hone.engine.format.onnx.OnnxModel;
import hone.engine.format.onnx.proto.NodeProto;
import hone.engine.memory.MemoryRegion;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What {@code export} writes. */
enum ExportFormat {
    /** For other programs: nodes and weights. */
    ONNX {
        @Override
        Written write(Artefact artefact, Path path, MemoryRegion scratch) {
            OnnxExport.write(artefact.setup().model(), path);
            OnnxModel written = OnnxModel.read(path);
            Map<String, Long> operators = written.proto().graph().nodes().stream()
                    .collect(Collectors.groupingBy(NodeProto::operator, TreeMap::new, Collectors.counting()));
            return new Written(
                    OptionalLong.of(written.proto().opsets().getOrDefault("", 1L)), operators, left(artefact));
        }

        private static Optional<String> left(Artefact artefact) {
            if (artefact.tokenizer().isPresent()) {
                return Optional.of("ONNX has no place for the tokenizer: name one where the file is used");
            }
            return artefact.preparation().equals(Preparation.NONE)
                    ? Optional.empty()
                    : Optional.of(
                            "ONNX has no place for what training fixed about its data (names of classes, scales of"
                                    + " columns): prepare samples as they were");
        }
    },
    /** Hone's own, which any reader of safetensors reads the weights of. */
    SAFETENSORS {
        @Override
        Written write(Artefact artefact, Path path, MemoryRegion scratch) {
            artefact.save(path, scratch);
            return new Written(OptionalLong.empty(), Map.of(), Optional.empty());
        }
    };

    /**
     * What a file says.
     *
     * @param opset version of ONNX's operators
     * @param operators how often each is used
     * @param left a sentence on what the format has no place for
     */
    record Written(OptionalLong opset, Map<String, Long> operators, Optional<String> left) {
        Written {
            operators = Collections.unmodifiableMap(new TreeMap<>(operators));
        }
    }

    /** As people write it. */
    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Writes a file.
     *
     * @param scratch for packed weights
     * @throws InvalidInput if the format cannot express the model, or the file cannot be written
     */
    abstract Written write(Artefact artefact, Path path, MemoryRegion scratch);

    /**
     * The format that is named, or else the one that a file's name ends with.
     *
     * @throws InvalidInput if it is none
     */
    static ExportFormat of(@Nullable String named, Path path) {
        String wanted = named != null
                ? named
                : String.valueOf(path.getFileName()).replaceFirst(".*\\.", "").toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(format -> format.id().equals(wanted))
                .findFirst()
                .orElseThrow(() -> new InvalidInput(
                        "there is no such format to export to",
                        named != null ? "--format " + named : path.toString(),
                        "there are onnx and safetensors",
                        "name one with --format"));
    }
}
