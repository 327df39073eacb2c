package hone.app.cli;

import hone.app.Home;
import hone.app.model.ModelLibrary;
import hone.engine.InvalidInput;
import hone.engine.graph.Graph;
import hone.engine.model.Architecture;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says what the library holds, and takes models out of it. */
@Command(
        name = "library",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "List the models that were imported, or remove some.",
        subcommands = LibraryCommand.Remove.class)
final class LibraryCommand implements Callable<Integer> {
    @Option(names = "--json", paramLabel = "FILE", description = "also write the list as JSON")
    private @Nullable String json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        OutputFile.check("--json", json);
        List<ModelLibrary.Entry> entries = library().list();
        PrintWriter out = spec.commandLine().getOut();
        entries.forEach(entry -> print(out, entry));
        if (entries.isEmpty()) {
            out.println("the library has no models yet; hone import FILE takes one in");
        }
        out.flush();
        if (json != null) {
            JsonOutput.write(
                    json,
                    Map.of(
                            "models",
                            entries.stream().map(LibraryCommand::values).toList()));
        }
        return 0;
    }

    private static ModelLibrary library() {
        return new ModelLibrary(Home.ofThisPerson().library());
    }

    private static void print(PrintWriter out, ModelLibrary.Entry entry) {
        entry.header()
                .ifPresentOrElse(
                        header -> out.printf(
                                Locale.ROOT,
                                "%-24s %-14s %,14d parameters %,14d bytes  %s%n",
                                entry.name(),
                                task(header.graph(), header.model()),
                                header.graph().parameters(),
                                entry.bytes(),
                                header.provenance().facts().getOrDefault("format", "Hone model")),
                        () -> out.printf("%-24s damaged: %s%n", entry.name(), entry.damage()));
    }

    private static String task(Graph graph, String id) {
        return Architecture.of(graph, id).task().name().toLowerCase(Locale.ROOT);
    }

    private static Map<String, Object> values(ModelLibrary.Entry entry) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("name", entry.name());
        values.put("file", entry.file().toString());
        values.put("bytes", entry.bytes());
        entry.header()
                .ifPresentOrElse(
                        header -> {
                            values.put("task", task(header.graph(), header.model()));
                            values.put("parameters", header.graph().parameters());
                            values.put("tokenizer", header.hasTokenizer());
                            values.put("recipe", header.recipe().toString());
                            values.put("provenance", header.provenance().facts());
                        },
                        () -> values.put("damage", entry.damage()));
        return values;
    }

    /** Takes models out of the library. */
    @Command(
            name = "remove",
            mixinStandardHelpOptions = true,
            versionProvider = Version.class,
            description = "Remove models from the library; their files are deleted.")
    static final class Remove implements Callable<Integer> {
        @Parameters(arity = "1..*", paramLabel = "NAME", description = "models of the library")
        private List<String> names = new ArrayList<>();

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() {
            ModelLibrary library = library();
            for (String name : names) {
                if (library.find(name).isEmpty()) {
                    throw new InvalidInput(
                            "the library has no such model",
                            name,
                            "it has " + library.contents(),
                            "nothing was removed");
                }
            }
            names.stream().distinct().forEach(name -> {
                library.remove(name);
                spec.commandLine().getOut().println("removed " + name);
            });
            spec.commandLine().getOut().flush();
            return 0;
        }
    }
}
