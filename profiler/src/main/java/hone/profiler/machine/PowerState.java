package hone.profiler.machine;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** Battery and temperature, where the system has files that tell; processors slow down on a battery and when they are hot. */
final class PowerState {
    /** Most processors slow down above this. */
    static final double HOT_CELSIUS = 90;

    private final Path supplies;
    private final Path zones;

    PowerState() {
        this(Path.of("/sys/class/power_supply"), Path.of("/sys/class/thermal"));
    }

    PowerState(Path supplies, Path zones) {
        this.supplies = supplies;
        this.zones = zones;
    }

    /** "on battery, 80 % left", "on mains", or "unavailable: reason". */
    String battery() {
        Optional<String> battery = Optional.empty();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(supplies)) {
            for (Path supply : all) {
                if (SystemFile.first(supply.resolve("type").toString())
                        .orElse("")
                        .equals("Battery")) {
                    String status = SystemFile.first(supply.resolve("status").toString())
                            .orElse("unknown");
                    String left = SystemFile.first(supply.resolve("capacity").toString())
                            .map(share -> ", " + share + " % left")
                            .orElse("");
                    battery = Optional.of((status.equals("Discharging") ? "on battery" : "on mains") + left);
                }
            }
        } catch (IOException e) {
            return "unavailable: the system shows no power supply";
        }
        return battery.orElse("unavailable: the system shows no battery");
    }

    boolean onBattery() {
        return battery().startsWith("on battery");
    }

    /** Degrees Celsius of the hottest zone that is one of a processor or of no known kind; empty where none can be read. */
    OptionalDouble celsius() {
        double hottest = Double.NaN;
        try (DirectoryStream<Path> all = Files.newDirectoryStream(zones, "thermal_zone*")) {
            for (Path zone : all) {
                Optional<String> text = SystemFile.first(zone.resolve("temp").toString());
                if (text.isPresent() && text.get().matches("-?[0-9]{1,9}")) {
                    double celsius = Integer.parseInt(text.get()) / 1_000.0;
                    hottest = Double.isNaN(hottest) ? celsius : Math.max(hottest, celsius);
                }
            }
        } catch (IOException e) {
            return OptionalDouble.empty();
        }
        return Double.isNaN(hottest) ? OptionalDouble.empty() : OptionalDouble.of(hottest);
    }

    /** "54 °C", or "unavailable: reason". */
    String temperature() {
        OptionalDouble celsius = celsius();
        return celsius.isPresent()
                ? String.format(Locale.ROOT, "%.0f °C", celsius.getAsDouble())
                : "unavailable: the system shows no temperature";
    }
}
