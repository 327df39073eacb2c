package hone.app.cli;

import hone.app.Services;
import hone.engine.InvalidInput;
import hone.engine.data.DataSpec;
import hone.engine.data.token.Tokenizer;
import hone.engine.model.Architecture;
import hone.engine.model.Gpt;
import hone.engine.model.Model;
import hone.engine.model.NamedGpt;
import hone.engine.train.Initialisation;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the training of a language model starts from. */
sealed interface LanguageStart {
    /** Its ends, and how it is called. */
    Architecture architecture();

    /** The model as a command names it, without a path of this machine. */
    String word();

    /** Most tokens of a window. */
    int context();

    /** What its file says of its own training; nothing of one with fresh weights. */
    Map<String, String> facts();

    /** The hash of the weights it has; empty for fresh ones. */
    Optional<String> hash();

    /**
     * The tokenizer of the run.
     *
     * @param wanted as {@code --tokenizer} says
     * @param make what a choice names: one made from the text, or one in a file
     */
    Tokenizer tokenizer(@Nullable String wanted, DataSpec data, Function<String, Tokenizer> make);

    /** The model with the weights that it starts from. */
    Model model(Tokenizer tokenizer, long seed, Services services);

    /**
     * Fresh weights.
     *
     * @param named sizes and form; the vocabulary is the tokenizer's
     */
    record Fresh(NamedGpt named) implements LanguageStart {
        @Override
        public Architecture architecture() {
            return named.architecture();
        }

        @Override
        public String word() {
            return named.id();
        }

        @Override
        public int context() {
            return named.dimensions().context();
        }

        @Override
        public Map<String, String> facts() {
            return Map.of();
        }

        @Override
        public Optional<String> hash() {
            return Optional.empty();
        }

        @Override
        public Tokenizer tokenizer(@Nullable String wanted, DataSpec data, Function<String, Tokenizer> make) {
            return make.apply(wanted != null ? wanted : data.entropy().isPresent() ? "words" : "char");
        }

        @Override
        public Model model(Tokenizer tokenizer, long seed, Services services) {
            NamedGpt sized = named.withVocabulary(tokenizer.vocabularySize());
            return Initialisation.fresh(sized.architecture(), seed, services.budget());
        }
    }

    /**
     * The weights and the tokenizer of a file or a library model.
     *
     * @param from the model, ready to learn
     */
    record Known(FineTuning from) implements LanguageStart {
        @Override
        public Architecture architecture() {
            return from.model().architecture();
        }

        @Override
        public String word() {
            return "FILE";
        }

        @Override
        public int context() {
            return Math.toIntExact(Gpt.context(from.model().model().graph()));
        }

        @Override
        public Map<String, String> facts() {
            return from.model().artefact().provenance().facts();
        }

        @Override
        public Optional<String> hash() {
            return Optional.of(from.hash());
        }

        /** A file was read with the model; one made from the text would give its weights other tokens to mean. */
        @Override
        public Tokenizer tokenizer(@Nullable String wanted, DataSpec data, Function<String, Tokenizer> make) {
            if (wanted != null && TokenizerChoice.isMade(wanted)) {
                throw new InvalidInput(
                        "a model that has weights has its tokens too",
                        "--tokenizer " + wanted,
                        from.model().name() + " goes on with its own");
            }
            return from.model().artefact().tokenizer().orElseThrow();
        }

        @Override
        public Model model(Tokenizer tokenizer, long seed, Services services) {
            return from.model().model();
        }
    }
}
