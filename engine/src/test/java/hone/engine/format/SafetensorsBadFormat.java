package hone.engine.format;

import hone.engine.Cancellation;
import hone.engine.badinput.Bad;
import hone.engine.badinput.BadFormat;
import hone.engine.badinput.Corpora;
import hone.engine.format.inspect.Inspector;
import hone.engine.memory.MemoryBudget;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Safetensors files, looked at as {@code inspect} does. */
public final class SafetensorsBadFormat implements BadFormat {
    private static final String FILE = "model.safetensors";

    @Override
    public String name() {
        return "safetensors";
    }

    @Override
    public List<Bad> bad() {
        List<Bad> all = new ArrayList<>(Corpora.of(SafetensorsRefusalTest.badFiles(), Map.of(), FILE));
        byte[] nan = new SafetensorsBytes().tensor("a", "F32", 4, 4).file();
        java.util.Arrays.fill(nan, nan.length - 8, nan.length, (byte) -1);
        all.add(Bad.either("NaN weights", Map.of(FILE, nan)));
        String deep = "{\"__metadata__\":" + "{\"a\":".repeat(20_000);
        all.add(Bad.file("deep metadata", FILE, SafetensorsBytes.file(deep, new byte[0]), "not a text"));
        all.add(Bad.file("a long text in the metadata", FILE, longText(4 << 20), "")
                .orRead());
        return all;
    }

    private static byte[] longText(int length) {
        return new SafetensorsBytes().text("a", "x".repeat(length)).file();
    }

    @Override
    public List<Map<String, byte[]>> good() {
        SafetensorsBytes types = new SafetensorsBytes().text("format", "pt").text("ключ", "a \"text\"\nof two lines");
        int[] widths = {4, 2, 2, 8, 4, 1, 1};
        String[] names = {"F32", "F16", "BF16", "I64", "I32", "I8", "U8"};
        for (int i = 0; i < names.length; i++) {
            types.tensor(names[i] + ".3", names[i], widths[i], 3).tensor(names[i] + ".0", names[i], widths[i], 0, 4);
        }
        return List.of(
                Map.of(FILE, types.file()),
                Map.of(
                        FILE,
                        new SafetensorsBytes().tensor("weight", "F32", 4, 4, 8).file()));
    }

    @Override
    public List<String> words() {
        return List.of(
                "\"dtype\":",
                "\"shape\":[",
                "\"data_offsets\":[0,4]",
                "F32",
                "F16",
                "BF16",
                "I64",
                "BOOL",
                "F64",
                "__metadata__",
                "{",
                "}",
                "[",
                "]",
                ",",
                ":",
                "\\u0000",
                "\\ud800",
                "null",
                "true",
                "\"\"");
    }

    @Override
    public void read(Path folder, MemoryBudget budget, Cancellation stop) {
        new Inspector(budget).inspect(folder.resolve(FILE), new Cancellation());
    }
}
