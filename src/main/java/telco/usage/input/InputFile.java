package telco.usage.input;

import java.nio.file.Path;

/**
 * A readable regular file inside one of the input directories.
 *
 * @param name the last part of the path as it was given
 * @param path the real path: absolute, no link in it
 * @param sizeBytes its length now
 */
public record InputFile(String name, Path path, long sizeBytes) {}
