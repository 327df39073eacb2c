package hone.visualizers;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;

/** Words of the window and its pictures, from a resource bundle, with numbered places filled in. */
public final class Texts {
    private final ResourceBundle bundle;

    /** The words of a bundle: "hone.visualizers.messages". */
    public Texts(String bundleName) {
        bundle = ResourceBundle.getBundle(bundleName);
    }

    /** The words of the pictures. */
    public static Texts pictures() {
        return new Texts("hone.visualizers.messages");
    }

    /**
     * The text of a key.
     *
     * @param arguments already formatted: numbers become text in {@link Figures}, so that digits follow the uncertainty
     */
    public String get(String key, String... arguments) {
        String pattern = bundle.getString(key);
        return arguments.length == 0 ? pattern : new MessageFormat(pattern, Locale.ROOT).format(arguments);
    }
}
