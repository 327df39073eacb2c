package hone.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class SelfCheckCommandTest {
    private static final double TOLERATED_LOAD = 0.2;

    @TempDir
    private Path folder;

    @Test
    void tooFewComparisonsAreRefused() {
        HoneRun run = HoneRun.of("selfcheck", "--pairs", "7");
        assertEquals(2, run.code());
        assertTrue(run.err().contains("8 to 10000"), run.err());
    }

    /** The meta-tests whole, as they stand in the contract of what makes a number trustworthy; some twenty minutes. */
    @Test
    @Tag("slow")
    void theMeasuringKeepsItsLimitsOnAThousandPairs() throws IOException {
        Path file = folder.resolve("selfcheck.json");
        HoneRun run = HoneRun.of("selfcheck", "--pairs", "1000", "--json", file.toString());
        System.out.println(run.out());
        JsonNode json = HoneRun.json(file);
        Set<String> keys = new TreeSet<>(json.propertyNames());
        assertTrue(
                keys.containsAll(Set.of(
                        "falseVerdictRate",
                        "pairs",
                        "detectableFrom",
                        "detected",
                        "delays",
                        "coverage",
                        "neutralAblationRate",
                        "emptyKernelNanos",
                        "stressorWarned",
                        "outside",
                        "observer",
                        "failures",
                        "undecided")),
                keys::toString);
        assertEquals(1000, json.get("pairs").intValue());
        assertTrue(json.get("falseVerdictRate").doubleValue() <= 0.065, run.out());
        double load = json.get("loadOfOthers").doubleValue();
        assumeTrue(load <= TOLERATED_LOAD, "the machine was not quiet, load " + load + ":\n" + run.out());
        assertEquals(0, run.code(), run.out());
        assumeTrue(
                json.get("undecided").isEmpty(), "the machine was too restless for some of the limits:\n" + run.out());
    }
}
