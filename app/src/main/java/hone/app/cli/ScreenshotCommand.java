package hone.app.cli;

import hone.app.ScreenshotJob;
import hone.engine.InvalidInput;
import hone.engine.technique.Recipe;
import hone.visualizers.theme.Theme;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A picture of the real window with a real trial in it, taken without a display. */
@Command(
        name = "screenshot",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Run a trial in the real window, offscreen, and save a picture of it.")
final class ScreenshotCommand implements Callable<Integer> {
    private static final Pattern SIZE = Pattern.compile("(\\d{3,4})x(\\d{3,4})");

    @Option(
            names = "--screen",
            paramLabel = "NAME",
            defaultValue = "workbench",
            description = "workbench (default: ${DEFAULT-VALUE})")
    private String screen = "workbench";

    @Option(
            names = "--theme",
            paramLabel = "THEME",
            defaultValue = "light",
            description = "light, dark or high-contrast (default: ${DEFAULT-VALUE})")
    private String theme = "light";

    @Option(
            names = "--size",
            paramLabel = "WxH",
            defaultValue = "1366x768",
            description = "of the window (default: ${DEFAULT-VALUE})")
    private String size = "1366x768";

    @Option(
            names = "--scale",
            paramLabel = "S",
            defaultValue = "1",
            description = "pixels per unit, 0.5 to 4 (default: ${DEFAULT-VALUE})")
    private double scale = 1;

    @Option(
            names = "--model",
            paramLabel = "MODEL",
            defaultValue = "mlp",
            description = "one that ships (mlp, cnn, encoder, gpt) or one of the library (default: ${DEFAULT-VALUE})")
    private String model = "mlp";

    @Option(
            names = "--enable",
            paramLabel = "RECIPE",
            defaultValue = "simd,threads,int8",
            description = "what is switched on (default: ${DEFAULT-VALUE})")
    private String recipe = "simd,threads,int8";

    @Option(names = "--out", paramLabel = "FILE", required = true, description = "the PNG file")
    private String out = "";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        if (!screen.equals("workbench")) {
            throw new InvalidInput("there is no such screen", "--screen " + screen, "the screens are workbench");
        }
        if (!(scale >= 0.5 && scale <= 4)) {
            throw new InvalidInput("the scale is out of range", "--scale " + scale, "it takes 0.5 to 4");
        }
        Theme look = theme();
        Matcher sizes = sizes();
        Recipe parsed = Recipe.parse(recipe);
        Path file = OutputFile.check("--out", out).orElseThrow();
        new ScreenshotJob(spec.commandLine().getErr())
                .take(
                        model,
                        parsed,
                        look,
                        Integer.parseInt(sizes.group(1)),
                        Integer.parseInt(sizes.group(2)),
                        scale,
                        file);
        spec.commandLine().getOut().println("saved " + file);
        spec.commandLine().getOut().flush();
        return 0;
    }

    private Theme theme() {
        return Arrays.stream(Theme.values())
                .filter(candidate -> candidate.id().equals(theme.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new InvalidInput(
                        "there is no such theme",
                        "--theme " + theme,
                        "the themes are "
                                + Arrays.stream(Theme.values()).map(Theme::id).collect(Collectors.joining(", "))));
    }

    private Matcher sizes() {
        Matcher matcher = SIZE.matcher(size);
        if (!matcher.matches()
                || Integer.parseInt(matcher.group(1)) < 800
                || Integer.parseInt(matcher.group(2)) < 500) {
            throw new InvalidInput(
                    "the size cannot be used", "--size " + size, "it takes WIDTHxHEIGHT from 800x500 to 9999x9999");
        }
        return matcher;
    }
}
