package hone.engine.data.token;

import java.util.Arrays;

/** Tokens in a growing array. */
final class TokenList {
    private int[] tokens = new int[64];
    private int size;

    void add(int token) {
        if (size == tokens.length) {
            tokens = Arrays.copyOf(tokens, Math.multiplyExact(2, size));
        }
        tokens[size++] = token;
    }

    void addAll(int[] more) {
        for (int token : more) {
            add(token);
        }
    }

    int size() {
        return size;
    }

    int last() {
        return size == 0 ? -1 : tokens[size - 1];
    }

    int[] toArray() {
        return Arrays.copyOf(tokens, size);
    }
}
