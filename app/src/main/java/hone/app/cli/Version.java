package hone.app.cli;

import hone.app.Product;
import picocli.CommandLine;

/** What --version prints. */
final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {
            Product.nameAndVersion(),
            "Java " + System.getProperty("java.runtime.version") + ", " + System.getProperty("java.vendor")
        };
    }
}
