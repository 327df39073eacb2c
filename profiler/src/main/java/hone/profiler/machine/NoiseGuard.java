package hone.profiler.machine;

import hone.profiler.report.Noise;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads how quiet the machine is before a measurement, and after it says what moved in between. */
public final class NoiseGuard {
    private static final double TOLERATED_SHIFT = 0.05;
    private static final String GOVERNOR = "/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor";

    private final CalibrationKernel kernel = new CalibrationKernel();
    private final CalibrationKernel.Reading calibrationBefore;
    private final OtherLoad loadBefore;

    private NoiseGuard() {
        calibrationBefore = kernel.read();
        loadBefore = OtherLoad.now();
    }

    /** Takes the readings before, in some 200 ms. */
    public static NoiseGuard before() {
        return new NoiseGuard();
    }

    /** Takes the readings after, in some 200 ms. */
    public Noise after() {
        double load = loadBefore.until(OtherLoad.now());
        CalibrationKernel.Reading calibrationAfter = kernel.read();
        return judged(load, calibrationBefore, calibrationAfter, governor(), new PowerState());
    }

    static Noise judged(
            double load,
            CalibrationKernel.Reading before,
            CalibrationKernel.Reading after,
            String governor,
            PowerState power) {
        List<String> warnings = new ArrayList<>();
        double shift = after.chain() / before.chain() - 1;
        if (Math.abs(shift) > TOLERATED_SHIFT) {
            warnings.add(String.format(
                    Locale.ROOT,
                    "the machine became %.0f %% %s during the run",
                    100 * Math.abs(shift),
                    shift > 0 ? "slower" : "faster"));
        }
        if (load > OtherLoad.TOLERATED) {
            warnings.add(String.format(Locale.ROOT, "other processes kept %.1f processors busy during the run", load));
        }
        if (power.onBattery()) {
            warnings.add("the machine runs on its battery, which slows processors down");
        }
        power.celsius().ifPresent(celsius -> {
            if (celsius >= PowerState.HOT_CELSIUS) {
                warnings.add(
                        String.format(Locale.ROOT, "the processor is at %.0f °C, where it slows itself down", celsius));
            }
        });
        return new Noise(
                load,
                before.chain(),
                after.chain(),
                before.sideBySide(),
                after.sideBySide(),
                governor,
                power.battery(),
                power.temperature(),
                warnings,
                null);
    }

    /** Whether other processes took more than can be. */
    public static boolean isLoaded(Noise noise) {
        return noise.loadOfOthers() > OtherLoad.TOLERATED;
    }

    /** Whether the machine changed its speed meanwhile, by more than can be. */
    public static boolean hasMoved(Noise noise) {
        return Math.abs(noise.calibrationAfter() / noise.calibrationBefore() - 1) > TOLERATED_SHIFT;
    }

    /** Whether nothing speaks against taking the run for a usual one. */
    public static boolean isQuiet(Noise noise) {
        return !isLoaded(noise) && !hasMoved(noise);
    }

    private static String governor() {
        return SystemFile.first(GOVERNOR).orElse("unavailable: the system shows no frequency governor");
    }
}
