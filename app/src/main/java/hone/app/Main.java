package hone.app;

/** The program's entry: it says how Hone is called. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        String version = Main.class.getPackage().getImplementationVersion();
        if (arguments.length == 1 && arguments[0].equals("--version")) {
            System.out.println("hone " + version);
            return;
        }
        System.out.println("usage: hone [--version]");
    }
}
