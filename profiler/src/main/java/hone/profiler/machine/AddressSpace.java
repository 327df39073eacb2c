package hone.profiler.machine;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Reads which addresses of this process are mapped for what, and how much of each is resident: the system's own account,
 * page by page. It is read often and beside the work, so it keeps its buffer and makes little garbage. One thread at a time.
 *
 * <p>Format: proc_pid_smaps(5).
 */
public final class AddressSpace {
    private static final Path SMAPS = Path.of("/proc/self/smaps");
    private static final int FIRST_BUFFER = 1 << 18;

    private final Path file;
    private byte[] text = new byte[FIRST_BUFFER];
    private int length;

    /** That of this process. */
    public AddressSpace() {
        this(SMAPS);
    }

    AddressSpace(Path file) {
        this.file = file;
    }

    /** All mappings by their addresses; empty where the system does not tell them. */
    public Optional<List<Mapping>> read() {
        try (InputStream in = Files.newInputStream(file)) {
            fill(in);
        } catch (IOException e) {
            return Optional.empty();
        }
        List<Mapping> mappings = new ArrayList<>();
        int line = 0;
        while (line < length) {
            line = mapping(line, mappings);
        }
        return mappings.isEmpty() ? Optional.empty() : Optional.of(mappings);
    }

    private void fill(InputStream in) throws IOException {
        length = 0;
        while (true) {
            if (length == text.length) {
                text = Arrays.copyOf(text, 2 * text.length);
            }
            int count = in.read(text, length, text.length - length);
            if (count < 0) {
                return;
            }
            length += count;
        }
    }

    /** Reads the line of a mapping and those that belong to it; returns where the next begins. */
    private int mapping(int line, List<Mapping> into) {
        int end = endOf(line);
        int dash = indexOf('-', line, end);
        int space = indexOf(' ', line, end);
        if (dash < 0 || space < dash || space + 5 > end) {
            return end + 1; // no mapping begins here: the format is another
        }
        long resident = 0;
        boolean reservesNothing = false;
        int next = end + 1;
        while (next < length && text[next] >= 'A' && text[next] <= 'Z') {
            int nextEnd = endOf(next);
            if (begins("Rss:", next)) {
                resident = 1024 * decimal(next + 4, nextEnd);
            } else if (begins("VmFlags:", next)) {
                reservesNothing = hasFlag(next + 8, nextEnd);
            }
            next = nextEnd + 1;
        }
        String permissions = new String(text, space + 1, 4, StandardCharsets.ISO_8859_1);
        into.add(new Mapping(
                hexadecimal(line, dash),
                hexadecimal(dash + 1, space),
                permissions.charAt(1) == 'w',
                permissions.charAt(2) == 'x',
                !permissions.startsWith("---"),
                path(space, end),
                resident,
                reservesNothing));
        return next;
    }

    /** The path stands behind five fields and spaces. */
    private Optional<String> path(int from, int end) {
        int at = from;
        for (int field = 0; field < 4; field++) {
            while (at < end && text[at] == ' ') {
                at++;
            }
            while (at < end && text[at] != ' ') {
                at++;
            }
        }
        while (at < end && text[at] == ' ') {
            at++;
        }
        return at == end ? Optional.empty() : Optional.of(new String(text, at, end - at, StandardCharsets.UTF_8));
    }

    /** Whether "nr" is among the two-letter flags. */
    private boolean hasFlag(int from, int end) {
        for (int at = from; at + 1 < end; at++) {
            if (text[at] == 'n' && text[at + 1] == 'r' && text[at - 1] == ' ') {
                return true;
            }
        }
        return false;
    }

    private boolean begins(String word, int at) {
        for (int i = 0; i < word.length(); i++) {
            if (at + i >= length || text[at + i] != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private long decimal(int from, int end) {
        long value = 0;
        for (int at = from; at < end; at++) {
            if (text[at] >= '0' && text[at] <= '9') {
                value = 10 * value + text[at] - '0';
            }
        }
        return value;
    }

    private long hexadecimal(int from, int end) {
        long value = 0;
        for (int at = from; at < end; at++) {
            value = 16 * value + Character.digit(text[at], 16);
        }
        return value;
    }

    private int indexOf(char wanted, int from, int end) {
        for (int at = from; at < end; at++) {
            if (text[at] == wanted) {
                return at;
            }
        }
        return -1;
    }

    private int endOf(int line) {
        int end = indexOf('\n', line, length);
        return end < 0 ? length : end;
    }
}
