package hone.app;

import hone.engine.InvalidInput;
import hone.engine.data.DataSpec;
import hone.engine.data.TextCorpus;
import hone.engine.data.token.TokenCorpus;
import hone.engine.data.token.TokenWindow;
import hone.engine.data.token.TokenWindows;
import hone.engine.data.token.Tokenizer;
import hone.engine.format.Artefact;
import hone.engine.model.Gpt;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** The windows of a text that trials of a language model run on. */
final class TextSamples {
    /** What judges both sides of a trial: a plain baseline takes some seconds for so many. */
    private static final int MOST_HELD_OUT = 256;

    private static final int CALIBRATION = 64;
    private static final int CALIBRATION_LETTERS = 1 << 18;

    private TextSamples() {}

    /**
     * Windows of the text's test part, as {@code eval} takes them, evenly chosen where there are many.
     *
     * @throws InvalidInput if the model has no tokenizer, or the data is no text that it can read
     */
    static TokenWindows heldOut(Artefact artefact, DataSpec data) {
        Tokenizer tokenizer = tokenizer(artefact);
        TokenCorpus text = TokenCorpus.of(data.loadParts().test(), tokenizer);
        return chosen(text, text.judging(tokenizer.ending(), context(artefact)), MOST_HELD_OUT, context(artefact));
    }

    /** Whole windows from the beginning of the text's training part. */
    static TokenWindows calibration(Artefact artefact, DataSpec data) {
        TextCorpus train = data.loadParts().train();
        int end = train.text().length() <= CALIBRATION_LETTERS
                ? train.text().length()
                : train.text().offsetByCodePoints(0, train.text().codePointCount(0, CALIBRATION_LETTERS));
        TokenCorpus text =
                TokenCorpus.of(new TextCorpus(train.id(), train.text().substring(0, end)), tokenizer(artefact));
        return chosen(text, text.judging(OptionalInt.empty(), context(artefact)), CALIBRATION, context(artefact));
    }

    private static TokenWindows chosen(TokenCorpus text, List<TokenWindow> windows, int most, int context) {
        int count = Math.min(most, windows.size());
        return new TokenWindows(
                text,
                IntStream.range(0, count)
                        .mapToObj(i -> windows.get((int) ((long) i * windows.size() / count)))
                        .toList(),
                context);
    }

    private static Tokenizer tokenizer(Artefact artefact) {
        return artefact.tokenizer()
                .orElseThrow(() -> new InvalidInput(
                        "this model cannot be judged by a text",
                        artefact.setup().model().id(),
                        "its checkpoint carries no tokenizer"));
    }

    private static int context(Artefact artefact) {
        return Gpt.context(artefact.setup().model().graph());
    }
}
