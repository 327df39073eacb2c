package hone.profiler.flame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import hone.engine.InvalidInput;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CollapsedStacksTest {
    private static final FlameNode TREE = new FlameNode(
            FlameNode.ROOT,
            0,
            List.of(
                    new FlameNode(
                            "a.Main.main",
                            2,
                            List.of(
                                    new FlameNode("a.B.<init>", 5, List.of()),
                                    new FlameNode("a.B.lambda$0", 0, List.of(new FlameNode("c.D.e", 9, List.of()))))),
                    new FlameNode("a.Thread.run", 1, List.of())));

    @Test
    void whatIsWrittenReadsBackTheSame() {
        assertEquals(TREE, CollapsedStacks.parse(CollapsedStacks.text(TREE)));
        assertEquals(17, TREE.total());
    }

    @Test
    void theHottestPathsComeFirst() {
        FlameTree tree = new FlameTree(TREE, "x");
        assertEquals(
                List.of(
                        new FlameTree.HotPath(List.of("a.Main.main", "a.B.lambda$0", "c.D.e"), 9),
                        new FlameTree.HotPath(List.of("a.Main.main", "a.B.<init>"), 5)),
                tree.hottest(2));
        assertEquals(Map.of("a.Main.main", 2L, "a.B.<init>", 5L, "c.D.e", 9L, "a.Thread.run", 1L), tree.selfByMethod());
    }

    @Test
    void aLineWithoutANumberIsRefused() {
        InvalidInput error = assertThrows(InvalidInput.class, () -> CollapsedStacks.parse("a;b 3\na;c\n"));
        assertEquals(true, error.getMessage().contains("line 2"), error.getMessage());
    }
}
