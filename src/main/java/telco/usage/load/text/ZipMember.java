package telco.usage.load.text;

/**
 * The one file in a zip archive, as the archive's directory describes it.
 *
 * @param dataOffset where its packed bytes begin in the archive
 * @param deflated false when its bytes are stored as they are
 * @param crc32 of its bytes
 */
record ZipMember(long dataOffset, boolean deflated, long packedBytes, long bytes, long crc32) {}
