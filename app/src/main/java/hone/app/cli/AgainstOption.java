package hone.app.cli;

import hone.engine.technique.Recipe;
import picocli.CommandLine.Option;

/** The word that says which side is the baseline. */
final class AgainstOption {
    @Option(
            names = "--against",
            paramLabel = "RECIPE",
            description = "the side it is compared with: what is switched on there (default: nothing)")
    private String against = "";

    /** @throws hone.engine.InvalidInput if the text is no recipe */
    Recipe recipe() {
        return Recipe.parse(against);
    }
}
