package hone.engine.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Java's compiler is told (decisions 7 and 11), the same wherever the program starts. */
class CompilerOptionsTest {
    private static final Path ROOT = Path.of(System.getProperty("hone.root"));
    private static final Pattern OPTION =
            Pattern.compile("-XX:(?:-UseProfiledLoopPredicate|LiveNode\\w+=\\d+|PerMethod\\w+=\\d+)");

    @ParameterizedTest
    @ValueSource(strings = {"hone", "hone.cmd", "pom.xml", "packaging/pom.xml"})
    void eachStartTellsTheCompilerTheSame(String file) throws IOException {
        SortedSet<String> here =
                options(String.join(" ", ManagementFactory.getRuntimeMXBean().getInputArguments()));
        assertEquals(4, here.size(), "options of these tests: " + here);
        String start = Files.readString(ROOT.resolve(file));
        assertEquals(here, options(start), file);
        assertTrue(start.contains("-XX:CompileCommandFile="), file);
    }

    private static SortedSet<String> options(String text) {
        return OPTION.matcher(text).results().map(MatchResult::group).collect(Collectors.toCollection(TreeSet::new));
    }
}
