package hone.engine.data.fetch;

import java.net.URI;

/**
 * A file that lies elsewhere, and what must arrive.
 *
 * @param name under which it is kept
 * @param address http or https
 * @param bytes its exact size
 * @param sha256 in lower-case hex
 */
public record RemoteFile(String name, URI address, long bytes, String sha256) {}
