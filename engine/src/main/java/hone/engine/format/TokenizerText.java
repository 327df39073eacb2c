package hone.engine.format;

import hone.engine.InvalidInput;
import hone.engine.data.story.StoryWords;
import hone.engine.data.token.BytePairTokenizer;
import hone.engine.data.token.BytePairs;
import hone.engine.data.token.ByteTokenizer;
import hone.engine.data.token.CharacterTokenizer;
import hone.engine.data.token.Tokenizer;
import hone.engine.format.llama2c.Llama2cText;
import hone.engine.format.llama2c.Llama2cTokenizer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A tokenizer as one text, so that a checkpoint can carry it: JSON with a {@code kind} of {@code bytes},
 * {@code characters} (with the {@code alphabet}), {@code words} (with the {@code words}), {@code bpe} (with a
 * {@code tokenizer} in the common form, see {@link TokenizerJson}), or {@code llama2c} (with the number of {@code tokens} and
 * the {@code file} in Base64).
 */
final class TokenizerText {
    private static final String KIND = "kind";
    private static final int LONGEST_WORD = 256;
    private static final int LONGEST_KEY = 64;

    /** The key of a tokenizer in the common form. */
    static final String BYTE_PAIRS = "tokenizer";

    private TokenizerText() {}

    /** @throws InvalidInput if the tokenizer is of a kind that has no text */
    static String write(Tokenizer tokenizer) {
        ObjectNode root = Json.MAPPER.createObjectNode();
        switch (tokenizer) {
            case ByteTokenizer _ -> root.put(KIND, "bytes");
            case CharacterTokenizer characters -> root.put(KIND, "characters").put("alphabet", characters.alphabet());
            case StoryWords words -> {
                ArrayNode list = root.put(KIND, "words").putArray("words");
                words.words().forEach(list::add);
            }
            case BytePairTokenizer pairs ->
                root.put(KIND, "bpe").set(BYTE_PAIRS, Json.MAPPER.readTree(TokenizerJsonText.of(pairs.pairs())));
            case Llama2cText(Llama2cTokenizer pieces) ->
                root.put(KIND, "llama2c").put("tokens", pieces.size()).put("file", pieces.file());
            default ->
                throw new InvalidInput(
                        "a checkpoint cannot carry this tokenizer",
                        "",
                        "it is none of words, characters, bytes, byte pairs and pieces of llama2.c");
        }
        return Json.MAPPER.writeValueAsString(root);
    }

    /** @throws InvalidInput if the text is no tokenizer of a known kind, or contradicts itself */
    static Tokenizer read(String text, String place) {
        try {
            ObjectNode root = TokenizerTextSource.read(text, why -> wrong(place, why));
            return switch (root.path(KIND).asString("")) {
                case "bytes" -> {
                    requireKeys(root, place);
                    yield new ByteTokenizer();
                }
                case "characters" -> characters(requireKeys(root, place, "alphabet"), place);
                case "words" -> StoryWords.of(words(requireKeys(root, place, "words"), place));
                case "bpe" ->
                    TokenizerJson.parse(
                            place, requireKeys(root, place, BYTE_PAIRS).asString(""));
                case "llama2c" -> pieces(requireKeys(root, place, "file", "tokens"), root.path("tokens"), place);
                default -> throw wrong(place, "its kind is none of bytes, characters, words, bpe and llama2c");
            };
        } catch (JacksonException _) {
            throw wrong(place, "it is not valid JSON");
        }
    }

    /** The value of the first of these keys, beside which and the kind there may be no others. */
    private static JsonNode requireKeys(ObjectNode root, String place, String... keys) {
        Set<String> known = new HashSet<>(List.of(keys));
        known.add(KIND);
        root.propertyNames().stream()
                .filter(key -> !known.contains(key))
                .findFirst()
                .ifPresent(other -> {
                    throw wrong(place, "its kind has no " + JsonReason.shortened(other, LONGEST_KEY));
                });
        return keys.length == 0 ? root : root.path(keys[0]);
    }

    private static Tokenizer characters(JsonNode alphabet, String place) {
        String text = alphabet.isString() ? alphabet.stringValue() : "";
        CharacterTokenizer characters = CharacterTokenizer.of(text);
        if (!characters.alphabet().equals(text)) {
            throw wrong(place, "its alphabet is not in ascending order, or has a character twice");
        }
        return characters;
    }

    private static Tokenizer pieces(JsonNode file, JsonNode tokens, String place) {
        if (!tokens.isInt()) {
            throw wrong(place, "its tokens are not a whole number");
        }
        if (!file.isString()) {
            throw wrong(place, "its file is not a text");
        }
        try {
            byte[] bytes = Base64.getDecoder().decode(file.stringValue());
            return new Llama2cText(Llama2cTokenizer.read(place, bytes, tokens.intValue()));
        } catch (IllegalArgumentException _) {
            throw wrong(place, "its file is not Base64");
        }
    }

    private static List<String> words(JsonNode list, String place) {
        if (!list.isArray() || list.size() > BytePairs.MOST_TOKENS) {
            throw wrong(place, "its words are no list of at most " + BytePairs.MOST_TOKENS);
        }
        List<String> words = new ArrayList<>(list.size());
        for (JsonNode word : list) {
            if (!word.isString() || word.stringValue().length() > LONGEST_WORD) {
                throw wrong(place, "word " + words.size() + " is no text of at most " + LONGEST_WORD + " letters");
            }
            words.add(word.stringValue());
        }
        return words;
    }

    private static InvalidInput wrong(String place, String why) {
        return new InvalidInput("the checkpoint's tokenizer cannot be used", place, why);
    }
}
