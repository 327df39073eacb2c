package hone.profiler.flame;

import hone.engine.InvalidInput;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Stacks in the text form that flame-graph programs read: "outer;inner;innermost 12", a line for each. */
public final class CollapsedStacks {
    private CollapsedStacks() {}

    public static String text(FlameNode root) {
        StringBuilder text = new StringBuilder();
        root.children().forEach(child -> append(child, "", text));
        return text.toString();
    }

    private static void append(FlameNode node, String above, StringBuilder text) {
        String path = above.isEmpty() ? node.name() : above + ";" + node.name();
        if (node.self() > 0) {
            text.append(path).append(' ').append(node.self()).append('\n');
        }
        node.children().forEach(child -> append(child, path, text));
    }

    /**
     * The tree of such lines.
     *
     * @throws InvalidInput if a line is none, with its number
     */
    public static FlameNode parse(String text) {
        Growing root = new Growing();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            if (line.isBlank()) {
                continue;
            }
            int space = line.lastIndexOf(' ');
            Growing node = root;
            for (String frame : line.substring(0, Math.max(0, space)).split(";", -1)) {
                node = node.children.computeIfAbsent(frame, _ -> new Growing());
            }
            node.self += count(line.substring(space + 1), number);
        }
        return root.node(FlameNode.ROOT);
    }

    private static long count(String text, int line) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new InvalidInput("this is no collapsed stack", "line " + line, "it ends with no number");
        }
    }

    /** A node while its lines come in. */
    private static final class Growing {
        private final Map<String, Growing> children = new LinkedHashMap<>();
        private long self;

        FlameNode node(String name) {
            List<FlameNode> nodes = new ArrayList<>();
            children.forEach((child, growing) -> nodes.add(growing.node(child)));
            return new FlameNode(name, self, nodes);
        }
    }
}
