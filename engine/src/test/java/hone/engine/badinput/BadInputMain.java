package hone.engine.badinput;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts every format through everything and prints which file of each took longest: {@code BadInputMain FOLDER MUTANTS SEED
 * [FORMAT…]}. Ends with 1 if anything is not as it must be.
 */
public final class BadInputMain {
    /** From so many mutants on, everything is cut everywhere and what is slow is read too. */
    private static final int WHOLE = 1_000;

    private static final int SOME_CUTS = 40;

    private BadInputMain() {}

    public static void main(String[] arguments) throws IOException {
        int mutants = Integer.parseInt(arguments[1]);
        boolean whole = mutants >= WHOLE;
        long seed = Long.parseLong(arguments[2]);
        List<String> chosen = List.of(arguments).subList(3, arguments.length);
        List<String> defects = new ArrayList<>();
        System.out.println("seed " + seed + ", " + mutants + " mutants of each format, heap of "
                + (Runtime.getRuntime().maxMemory() >> 20) + " MiB");
        System.out.println(Ordeal.heading());
        for (BadFormat format : BadFormats.ALL) {
            boolean mentioned = chosen.contains(format.name());
            if (mentioned || (chosen.isEmpty() && (whole || !format.slow()))) {
                try (Bounded bounded =
                        new Bounded(Path.of(arguments[0], format.name().replace(' ', '-')))) {
                    Ordeal ordeal = new Ordeal(format, bounded, seed)
                            .good()
                            .bad()
                            .cut(whole ? Integer.MAX_VALUE : SOME_CUTS)
                            .mutants(mutants);
                    System.out.println(ordeal.row());
                    ordeal.defects().forEach(defect -> defects.add(format.name() + ", " + defect));
                }
            }
        }
        defects.stream().limit(40).forEach(System.out::println);
        System.out.println(defects.size() + " defects");
        System.exit(defects.isEmpty() ? 0 : 1);
    }
}
