package hone.engine.data.token;

import hone.engine.InvalidInput;
import hone.engine.data.Samples;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * Windows of a text as a language model's samples, all of one size. A window that is shorter is followed by whatever the text
 * goes on with: no token is told what comes behind it, so those in the window are guessed as if nothing did.
 *
 * @param text that they are of
 * @param windows none longer than the size
 * @param sampleSize tokens of a sample
 */
public record TokenWindows(TokenCorpus text, List<TokenWindow> windows, int sampleSize) implements Samples {
    /** @throws InvalidInput if there is no window, or one is longer than the size */
    public TokenWindows {
        windows = List.copyOf(windows);
        int size = sampleSize;
        if (windows.isEmpty() || windows.stream().anyMatch(window -> window.length() > size)) {
            throw new InvalidInput(
                    "cannot take windows from the text",
                    text.id(),
                    windows.size() + " windows, and none may have more than " + size + " tokens");
        }
    }

    @Override
    public String id() {
        return text.id();
    }

    @Override
    public int count() {
        return windows.size();
    }

    /** Tokens of a window that are judged: those in front of the end of it. */
    public int judged(int window) {
        return windows.get(window).length();
    }

    /** The token that must follow the one at this place of a window. */
    public int next(int window, int at) {
        return text.token(windows.get(window).start() + at + 1);
    }

    @Override
    public void copyInto(int from, int count, MemorySegment batch) {
        for (int i = 0; i < count; i++) {
            text.copyTokens(windows.get(from + i).start(), sampleSize, batch, (long) i * sampleSize * Integer.BYTES);
        }
    }

    @Override
    public String hash() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            ByteBuffer sample = ByteBuffer.allocate((sampleSize + 2) * Integer.BYTES);
            for (int window = 0; window < windows.size(); window++) {
                sample.clear().putInt(judged(window));
                sample.putInt(text.token(windows.get(window).start()));
                for (int at = 0; at < judged(window); at++) {
                    sample.putInt(next(window, at));
                }
                digest.update(sample.flip());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
