package hone.engine.data;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.Cancellation;
import hone.engine.InvalidInput;
import hone.engine.Progress;
import hone.engine.random.CounterRandom;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Good files with random damage: each is read or refused in time, and nothing else escapes. */
class IdxMutationTest {
    private static final int MUTATIONS = 600;
    private static final byte[] IMAGES = IdxBytes.images(20, 6, 6);
    private static final byte[] LABELS = IdxBytes.labels(20);

    @TempDir
    Path folder;

    @Test
    void damageIsReadOrRefusedButNeverEscapes() {
        int[] refused = new int[1];
        for (int mutation = 0; mutation < MUTATIONS; mutation++) {
            CounterRandom random = new CounterRandom(20260101, 0, mutation);
            boolean zipped = mutation % 2 == 0;
            boolean damageLabels = random.nextInt(4) == 0;
            String suffix = zipped ? ".gz" : "";
            Path place = folder.resolve("" + mutation);
            write(place, IdxBytes.IMAGES + suffix, IMAGES, zipped, damageLabels ? null : random);
            write(place, IdxBytes.LABELS + suffix, LABELS, zipped, damageLabels ? random : null);
            assertTimeoutPreemptively(
                    Duration.ofSeconds(2), () -> refused[0] += readOrRefuse(place), () -> "mutation " + place);
        }
        assertTrue(refused[0] > MUTATIONS / 3, "only " + refused[0] + " were refused");
    }

    private static int readOrRefuse(Path place) {
        try {
            LabelledImages images = new DataSpec.Idx(place)
                    .load(Progress.NONE, new Cancellation())
                    .all();
            assertTrue(images.count() > 0);
            return 0;
        } catch (InvalidInput refusal) {
            assertTrue(refusal.where().contains(place.toString()), refusal.toString());
            return 1;
        }
    }

    private static void write(Path place, String name, byte[] good, boolean zipped, @Nullable CounterRandom random) {
        byte[] inner = random != null && random.nextInt(3) == 0 ? damage(good, random) : good;
        byte[] outer = zipped ? IdxBytes.gzip(inner) : inner;
        IdxBytes.write(place, name, random != null && Arrays.equals(inner, good) ? damage(outer, random) : outer);
    }

    private static byte[] damage(byte[] good, CounterRandom random) {
        byte[] bad = good.clone();
        // Headers decide the most, so half of the damage falls on the first bytes.
        int reach = random.nextInt(2) == 0 ? Math.min(24, bad.length) : bad.length;
        switch (random.nextInt(6)) {
            case 0 -> bad[random.nextInt(reach)] ^= (byte) (1 << random.nextInt(8));
            case 1 -> bad[random.nextInt(reach)] = (byte) random.nextLong();
            case 2 -> bad = Arrays.copyOf(bad, random.nextInt(bad.length + 1));
            case 3 -> bad = Arrays.copyOf(bad, bad.length + 1 + random.nextInt(100));
            case 4 -> {
                int from = random.nextInt(reach);
                Arrays.fill(bad, from, Math.min(bad.length, from + 4), (byte) (random.nextInt(2) - 1));
            }
            default -> {
                int from = random.nextInt(reach);
                System.arraycopy(good, from, bad, 0, bad.length - from);
            }
        }
        return bad;
    }
}
