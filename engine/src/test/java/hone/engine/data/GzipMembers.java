package hone.engine.data;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Gzip members that are wrong, whatever they hold. */
final class GzipMembers {
    private static final int NAME = 8;
    private static final int COMMENT = 16;
    private static final int EXTRA = 4;
    private static final int HEADER = 10;

    private GzipMembers() {}

    static Map<String, byte[]> bad(byte[] content) {
        byte[] good = IdxBytes.gzip(content);
        Map<String, byte[]> bad = new LinkedHashMap<>();
        bad.put("two bytes", Arrays.copyOf(good, 2));
        bad.put("the header alone", Arrays.copyOf(good, HEADER));
        bad.put("no trailer", Arrays.copyOf(good, good.length - 8));
        bad.put("zeros for the data", withData(good, new byte[64]));
        bad.put("a reserved block", withData(good, new byte[] {7}));
        bad.put("a stored block that lies", withData(good, new byte[] {1, -1, -1, 0, 0}));
        bad.put("a stored block too long", withData(good, new byte[] {1, -1, -1, 0, 0, 1, 2}));
        bad.put("a distance before the start", withData(good, new byte[] {0x63, 0x60, 0x1a, 0x05, -1, 0x7f}));
        bad.put("endless comment", withText(good, COMMENT));
        bad.put("endless name", withText(good, NAME));
        bad.put("extra past the end", withExtra(good, 0xFFFF));
        bad.put("a million zeros", IdxBytes.gzip(new byte[1_000_000]));
        bad.put("ten million zeros", IdxBytes.gzip(new byte[10_000_000]));
        bad.put("gzip three times", IdxBytes.gzip(IdxBytes.gzip(IdxBytes.gzip(content))));
        return bad;
    }

    private static byte[] withData(byte[] good, byte[] data) {
        byte[] bad = Arrays.copyOf(good, HEADER + data.length);
        System.arraycopy(data, 0, bad, HEADER, data.length);
        return bad;
    }

    private static byte[] withText(byte[] good, int flag) {
        byte[] bad = new byte[100_000];
        Arrays.fill(bad, (byte) 'x');
        System.arraycopy(good, 0, bad, 0, HEADER);
        bad[3] = (byte) flag;
        return bad;
    }

    private static byte[] withExtra(byte[] good, int length) {
        byte[] bad = Arrays.copyOf(good, good.length);
        bad[3] = EXTRA;
        bad[HEADER] = (byte) length;
        bad[HEADER + 1] = (byte) (length >> 8);
        return bad;
    }
}
