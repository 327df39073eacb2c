package hone.engine.format;

import hone.engine.InvalidInput;
import hone.engine.graph.Graph;
import hone.engine.technique.Recipe;
import java.nio.file.Path;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;

/**
 * What a file of Hone's own says of its model before any weight is read: enough to list it and to draw its graph.
 *
 * @param model id
 * @param graph what it computes
 * @param recipe that made it
 * @param provenance how it came to be
 * @param hasTokenizer whether it carries one
 */
public record ArtefactHeader(String model, Graph graph, Recipe recipe, Provenance provenance, boolean hasTokenizer) {
    /** @throws InvalidInput if there is no such file, or it holds no model of Hone's */
    public static ArtefactHeader read(Path path) {
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            Map<String, String> metadata = file.metadata();
            Artefact.requireVersion(metadata, path.toString());
            Map<String, String> facts = Json.MAPPER.readValue(
                    metadata.getOrDefault(Artefact.KEY_PROVENANCE, "{}"), new TypeReference<Map<String, String>>() {});
            if (facts == null || facts.containsValue(null)) {
                throw new InvalidInput("this file holds no usable model", path.toString(), "a text in it is null");
            }
            return new ArtefactHeader(
                    metadata.getOrDefault(Artefact.KEY_MODEL, Artefact.UNNAMED),
                    GraphJson.read(metadata.getOrDefault(Artefact.KEY_GRAPH, ""), path.toString()),
                    Recipe.parse(metadata.getOrDefault(Artefact.KEY_RECIPE, "")),
                    new Provenance(facts),
                    metadata.containsKey(Artefact.KEY_TOKENIZER));
        } catch (JacksonException e) {
            throw new InvalidInput("this file holds no usable model", path + ", metadata", JsonReason.of(e));
        }
    }
}
