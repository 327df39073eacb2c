package hone.engine.format.onnx.reference.pattern;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * A pattern as a machine that is in many states at once and reads each character once, so that no text makes it go back (Thompson,
 * "Regular expression search algorithm", 1968).
 */
public final class Automaton {
    /** A pattern of more states is refused, as RE2 refuses what is too large for it. */
    private static final int MOST_STATES = 20_000;

    /** A state: it takes a character, looks at its place, or goes on in one or two ways. */
    private record State(Part step, int next, int other) {}

    private static final Part FORK = new Part.Row(List.of());
    private static final int ACCEPTED = 0;

    private final List<State> states = new ArrayList<>();
    private final int start;
    private int built;

    private Automaton(String pattern) throws PatternProblem {
        states.add(new State(FORK, ACCEPTED, ACCEPTED));
        start = build(PatternReader.read(pattern), ACCEPTED);
    }

    /** @throws PatternProblem if it is no pattern of RE2's, or one that is too large */
    public static Automaton of(String pattern) throws PatternProblem {
        return new Automaton(pattern);
    }

    /** At most so many steps are taken for each character of a text: one for each state, more where it has a long set. */
    public long size() {
        return states.stream()
                .mapToLong(state -> state.step() instanceof Part.One one ? one.members() : 1)
                .sum();
    }

    /** The state that a part begins with, when {@code next} follows it. */
    private int build(Part part, int next) throws PatternProblem {
        // Parts without a state of their own can be repeated a thousand thousand times as well
        if (++built > 2 * MOST_STATES) {
            throw PatternProblem.tooMuch("is larger than " + MOST_STATES + " states");
        }
        return switch (part) {
            case Part.One one -> state(one, next, next);
            case Part.Place place -> state(place, next, next);
            case Part.Row(var parts) -> {
                int first = next;
                for (int i = parts.size() - 1; i >= 0; i--) {
                    first = build(parts.get(i), first);
                }
                yield first;
            }
            case Part.Choice(var parts) -> {
                int first = build(parts.getLast(), next);
                for (int i = parts.size() - 2; i >= 0; i--) {
                    first = state(FORK, build(parts.get(i), next), first);
                }
                yield first;
            }
            case Part.Again again -> repeated(again, next);
        };
    }

    private int repeated(Part.Again again, int next) throws PatternProblem {
        int first = next;
        int copies = 0;
        if (again.most() < 0) {
            int fork = state(FORK, next, next);
            int once = build(again.part(), fork);
            states.set(fork, new State(FORK, once, next));
            first = again.least() > 0 ? once : fork;
            copies = Math.min(1, again.least());
        }
        for (int i = again.least(); i < again.most(); i++) {
            first = state(FORK, build(again.part(), first), next);
        }
        for (int i = copies; i < again.least(); i++) {
            first = build(again.part(), first);
        }
        return first;
    }

    private int state(Part step, int next, int other) throws PatternProblem {
        if (states.size() >= MOST_STATES) {
            throw PatternProblem.tooMuch("is larger than " + MOST_STATES + " states");
        }
        states.add(new State(step, next, other));
        return states.size() - 1;
    }

    /** Whether the pattern matches all of a text. */
    public boolean matches(String text) {
        int[] seen = new int[states.size()];
        int[] characters = text.codePoints().toArray();
        List<Integer> now = List.of(start);
        for (int i = 0; i <= characters.length && !now.isEmpty(); i++) {
            int before = i == 0 ? -1 : characters[i - 1];
            int after = i == characters.length ? -1 : characters[i];
            List<Integer> reached = reached(now, seen, i + 1, before, after);
            if (i == characters.length) {
                return reached.contains(ACCEPTED);
            }
            List<Integer> then = new ArrayList<>();
            for (int state : reached) {
                if (states.get(state).step() instanceof Part.One(var set, var _) && set.test(after)) {
                    then.add(states.get(state).next());
                }
            }
            now = then;
        }
        return false;
    }

    /** The states that are reached from others without taking a character. */
    private List<Integer> reached(List<Integer> from, int[] seen, int round, int before, int after) {
        List<Integer> reached = new ArrayList<>();
        Deque<Integer> open = new ArrayDeque<>(from);
        while (!open.isEmpty()) {
            int at = open.pop();
            if (seen[at] == round) {
                continue;
            }
            seen[at] = round;
            reached.add(at);
            State state = states.get(at);
            if (state.step() instanceof Part.Row
                    || (state.step() instanceof Part.Place(var where) && where.isBetween(before, after))) {
                open.push(state.next());
                open.push(state.other());
            }
        }
        return reached;
    }
}
