package hone.profiler.costs;

import hone.engine.run.KernelCosts;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** The short hash by which a report names the costs its plans were made with. */
final class CostsHash {
    private static final int DIGITS = 12;

    private CostsHash() {}

    /** Twelve hexadecimal digits of the SHA-256 over every number; the id itself takes no part. */
    static String of(KernelCosts costs) {
        StringBuilder text = new StringBuilder();
        costs.nanosPerWork()
                .forEach((key, nanos) ->
                        text.append(key).append(Arrays.toString(nanos)).append('\n'));
        text.append(costs.forkNanos())
                .append('\n')
                .append(costs.parallelEfficiency())
                .append('\n')
                .append(costs.dispatchNanos());
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
