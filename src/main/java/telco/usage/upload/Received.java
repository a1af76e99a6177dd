package telco.usage.upload;

/**
 * A body that is on disk for good.
 *
 * @param sizeBytes its length
 * @param sha256 of its bytes as they came, in lower-case hexadecimal digits
 */
public record Received(long sizeBytes, String sha256) {}
