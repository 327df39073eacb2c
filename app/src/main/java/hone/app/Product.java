package hone.app;

/** What the program is called, and which version this is. */
public final class Product {
    private Product() {}

    /** "hone 0.1.0", by the manifest of the jar it runs from. */
    public static String nameAndVersion() {
        String version = Product.class.getPackage().getImplementationVersion();
        return "hone " + (version == null ? "(unpackaged)" : version);
    }
}
