package hone.engine.data.token;

import hone.engine.InvalidInput;

/** The check that a number is a token. */
final class TokenRange {
    private TokenRange() {}

    static int check(int token, int vocabularySize) {
        if (token < 0 || token >= vocabularySize) {
            throw new InvalidInput(
                    "cannot decode the tokens",
                    "",
                    "the token " + token + " is not within 0 … " + (vocabularySize - 1));
        }
        return token;
    }
}
