package hone.engine.format;

import hone.engine.InvalidInput;
import hone.engine.data.Preparation;
import hone.engine.data.token.Tokenizer;
import hone.engine.graph.Graph;
import hone.engine.graph.LayerGlob;
import hone.engine.graph.Node;
import hone.engine.kernel.Rung;
import hone.engine.memory.MemoryRegion;
import hone.engine.model.Gpt;
import hone.engine.model.Model;
import hone.engine.run.PlanRequest;
import hone.engine.technique.Recipe;
import hone.engine.technique.Setup;
import hone.engine.tensor.Shape;
import hone.engine.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;

/**
 * A whole setup in one safetensors file: graph, recipe, plan preferences and provenance in the metadata, weights in the
 * form they are kept, INT8 as bytes and pruned tensors without their zeros. The length of that file is what a report
 * calls its file size.
 *
 * @param setup model and preferences
 * @param recipe that made it
 * @param provenance how it came to be
 * @param tokenizer that a language model's tokens are of; empty for all others
 * @param preparation of the data that it was trained on
 */
public record Artefact(
        Setup setup, Recipe recipe, Provenance provenance, Optional<Tokenizer> tokenizer, Preparation preparation) {
    private static final int LONGEST_REASON = 500;
    private static final String VERSION = "1";
    static final String UNNAMED = "unnamed";
    private static final String KEY_VERSION = "hone.version";
    static final String KEY_MODEL = "hone.model";
    static final String KEY_GRAPH = "hone.graph";
    static final String KEY_RECIPE = "hone.recipe";
    private static final String KEY_REQUEST = "hone.request";
    static final String KEY_PROVENANCE = "hone.provenance";
    static final String KEY_TOKENIZER = "hone.tokenizer";
    private static final String KEY_PREPARATION = "hone.preparation";

    /** One without a tokenizer. */
    public Artefact(Setup setup, Recipe recipe, Provenance provenance) {
        this(setup, recipe, provenance, Optional.empty());
    }

    /** One whose data needs no preparation. */
    public Artefact(Setup setup, Recipe recipe, Provenance provenance, Optional<Tokenizer> tokenizer) {
        this(setup, recipe, provenance, tokenizer, Preparation.NONE);
    }

    /** The same with another model. */
    public Artefact withModel(Model model) {
        return new Artefact(new Setup(model, setup.request()), recipe, provenance, tokenizer, preparation);
    }

    /** The same with another account of how it came to be. */
    public Artefact withProvenance(Provenance other) {
        return new Artefact(setup, recipe, other, tokenizer, preparation);
    }

    /** The same with a tokenizer. */
    public Artefact withTokenizer(Tokenizer other) {
        return new Artefact(setup, recipe, provenance, Optional.of(other), preparation);
    }

    /** @throws InvalidInput if the file cannot be written; what was there is unharmed */
    public void save(Path path, MemoryRegion scratch) {
        SafetensorsWriter.write(path, content(scratch));
    }

    /** The length its file would have, in bytes. */
    public long fileBytes(MemoryRegion scratch) {
        return SafetensorsWriter.bytes(content(scratch));
    }

    /**
     * @param region where the weights go; one whose memory is collected, as models share tensors
     * @throws InvalidInput if there is no such file, or it does not hold a model this program can run
     */
    public static Artefact load(Path path, MemoryRegion region) {
        return from(SafetensorsReader.read(path, region), path.toString(), region);
    }

    /** Loads from a resource of the program. */
    public static Artefact load(String place, InputStream in, long bytes, MemoryRegion region) throws IOException {
        return from(SafetensorsReader.read(place, in, bytes, region), place, region);
    }

    private Safetensors content(MemoryRegion scratch) {
        Map<String, String> metadata = new TreeMap<>();
        metadata.put("format", "hone");
        metadata.put(KEY_VERSION, VERSION);
        metadata.put(KEY_MODEL, setup.model().id());
        metadata.put(KEY_GRAPH, GraphJson.write(setup.model().graph()));
        metadata.put(KEY_RECIPE, recipe.toString());
        metadata.put(KEY_REQUEST, Json.MAPPER.writeValueAsString(SavedRequest.of(setup.request())));
        metadata.put(KEY_PROVENANCE, Json.MAPPER.writeValueAsString(provenance.facts()));
        tokenizer.ifPresent(one -> metadata.put(KEY_TOKENIZER, tokenizerText(one)));
        if (!preparation.equals(Preparation.NONE)) {
            metadata.put(KEY_PREPARATION, Json.MAPPER.writeValueAsString(preparation));
        }
        LinkedHashMap<String, Tensor> tensors = new LinkedHashMap<>();
        setup.model().weights().forEach((name, tensor) -> {
            if (SparsePacking.pays(tensor)) {
                tensors.put(name + SparsePacking.MASK, SparsePacking.mask(tensor, scratch));
                tensors.put(name + SparsePacking.VALUES, SparsePacking.values(tensor, scratch));
            } else {
                tensors.put(name, tensor);
            }
        });
        return new Safetensors(metadata, tensors);
    }

    private static String tokenizerText(Tokenizer tokenizer) {
        String text = TokenizerText.write(tokenizer);
        if (text.length() > Json.LONGEST_TEXT) {
            throw new InvalidInput(
                    "a checkpoint cannot carry this tokenizer",
                    tokenizer.vocabularySize() + " tokens",
                    "its text has " + text.length() + " letters, at most " + Json.LONGEST_TEXT + " are possible");
        }
        return text;
    }

    private static Artefact from(Safetensors file, String place, MemoryRegion region) {
        Map<String, String> metadata = file.metadata();
        requireVersion(metadata, place);
        Graph graph = GraphJson.read(metadata.getOrDefault(KEY_GRAPH, ""), place);
        Map<String, Tensor> weights = new HashMap<>(file.tensors());
        for (Node.Weight weight : graph.weights()) {
            Tensor mask = weights.remove(weight.name() + SparsePacking.MASK);
            Tensor values = weights.remove(weight.name() + SparsePacking.VALUES);
            if (mask != null && values != null) {
                Shape shape = weight.type().maxShape();
                weights.put(weight.name(), SparsePacking.unpack(mask, values, shape, region, place));
            }
        }
        try {
            Model model = new Model(metadata.getOrDefault(KEY_MODEL, UNNAMED), graph, weights);
            SavedRequest request = Json.MAPPER.readValue(metadata.getOrDefault(KEY_REQUEST, "{}"), SavedRequest.class);
            Map<String, String> facts = Json.MAPPER.readValue(
                    metadata.getOrDefault(KEY_PROVENANCE, "{}"), new TypeReference<Map<String, String>>() {});
            if (request == null || facts == null || facts.containsValue(null)) {
                throw new InvalidInput("a text is missing", KEY_REQUEST + ", " + KEY_PROVENANCE, "it is null");
            }
            Recipe recipe = Recipe.parse(metadata.getOrDefault(KEY_RECIPE, ""));
            Optional<Tokenizer> tokenizer = Optional.ofNullable(metadata.get(KEY_TOKENIZER))
                    .map(text -> TokenizerText.read(text, KEY_TOKENIZER));
            tokenizer.ifPresent(one -> requireFit(one, graph));
            String prepared = metadata.get(KEY_PREPARATION);
            Preparation preparation =
                    prepared == null ? Preparation.NONE : Json.MAPPER.readValue(prepared, Preparation.class);
            if (preparation == null) {
                throw new InvalidInput("a text is missing", KEY_PREPARATION, "it is null");
            }
            return new Artefact(
                    new Setup(model, request.request()), recipe, new Provenance(facts), tokenizer, preparation);
        } catch (InvalidInput e) {
            throw new InvalidInput(
                    "this file holds no usable model", place, JsonReason.shortened(e.getMessage(), LONGEST_REASON));
        } catch (JacksonException e) {
            throw new InvalidInput("this file holds no usable model", place + ", metadata", JsonReason.of(e));
        }
    }

    /** @throws InvalidInput if these are not the metadata of a file that this program reads */
    static void requireVersion(Map<String, String> metadata, String place) {
        String version = metadata.getOrDefault(KEY_VERSION, "none");
        if (!version.equals(VERSION)) {
            throw new InvalidInput(
                    "this file holds no usable model",
                    place,
                    version.equals("none")
                            ? "it is safetensors, but carries no graph"
                            : "it has version " + JsonReason.version(version) + ", this program reads " + VERSION);
        }
    }

    private static void requireFit(Tokenizer tokenizer, Graph graph) {
        long scores = graph.outputs().containsKey(Gpt.LOGITS)
                ? graph.type(graph.output(Gpt.LOGITS)).dims().getLast().max()
                : 0;
        // A table may have more rows than there are tokens, so that its size is a round one
        if (tokenizer.vocabularySize() > scores) {
            throw new InvalidInput(
                    "the tokenizer is of another model",
                    KEY_TOKENIZER,
                    "it has " + tokenizer.vocabularySize() + " tokens, the model scores " + scores);
        }
    }

    /** A plan request as the file keeps it. */
    private record SavedRequest(
            long batch, List<SavedPreference> rungs, List<SavedPreference> threads, List<String> sparse) {
        static SavedRequest of(PlanRequest request) {
            return new SavedRequest(
                    request.batch(),
                    request.rungs().stream()
                            .map(p -> new SavedPreference(
                                    p.layers().text(), p.value().name()))
                            .toList(),
                    request.threads().stream()
                            .map(p -> new SavedPreference(
                                    p.layers().text(), p.value().toString()))
                            .toList(),
                    request.sparse().stream().map(LayerGlob::text).toList());
        }

        PlanRequest request() {
            for (List<?> each : List.of(rungs, threads, sparse)) {
                if (each.contains(null)) {
                    throw new InvalidInput("a plan preference cannot be read", KEY_REQUEST, "it is null");
                }
            }
            PlanRequest request = PlanRequest.baseline(batch);
            try {
                for (SavedPreference rung : rungs) {
                    request = request.withRung(new LayerGlob(rung.layers()), Rung.valueOf(rung.value()));
                }
                for (SavedPreference count : threads) {
                    request = request.withThreads(new LayerGlob(count.layers()), Integer.parseInt(count.value()));
                }
            } catch (IllegalArgumentException e) {
                throw new InvalidInput("a plan preference cannot be read", KEY_REQUEST, String.valueOf(e.getMessage()));
            }
            for (String layers : sparse) {
                request = request.withSparse(new LayerGlob(layers));
            }
            return request.withTaps(Set.of());
        }
    }

    /** One preference as the file keeps it. */
    private record SavedPreference(String layers, String value) {}
}
