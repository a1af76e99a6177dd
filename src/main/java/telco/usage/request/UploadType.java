package telco.usage.request;

import java.util.Optional;
import java.util.regex.Pattern;
import telco.usage.problem.ProblemCode;
import telco.usage.problem.ProblemException;

/** How a request says that its body is a file. What is in it is known by its first bytes, when it is loaded. */
public enum UploadType {
    /** The body is the file. */
    CSV("text/csv"),
    /** The body is the file, packed. */
    PACKED("application/(x-)?gzip|application/zstd|application/(x-)?zip(-compressed)?"),
    /** The body is a form that has the file. */
    FORM("multipart/form-data");

    private static final Pattern ENCODING = Pattern.compile("identity|(x-)?gzip|zstd", Pattern.CASE_INSENSITIVE);

    private final Pattern mediaTypes;

    UploadType(String mediaTypes) {
        this.mediaTypes = Pattern.compile("(" + mediaTypes + ")\\s*(;.*)?", Pattern.CASE_INSENSITIVE);
    }

    /**
     * The type that a Content-Type names; empty when that is no file.
     *
     * @param contentType null when the request has none
     */
    public static Optional<UploadType> of(String contentType) {
        for (UploadType type : values()) {
            if (contentType != null && type.mediaTypes.matcher(contentType).matches()) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    /**
     * Looks at how the body is packed beyond its own type.
     *
     * @param contentEncoding null when the request has none
     * @throws ProblemException UNSUPPORTED_MEDIA_TYPE when that cannot be read
     */
    public void requireReadable(String contentEncoding) {
        if (contentEncoding == null || contentEncoding.equalsIgnoreCase("identity")) {
            return;
        }
        if (this == FORM) {
            throw new ProblemException(
                    ProblemCode.UNSUPPORTED_MEDIA_TYPE,
                    "A form must come without Content-Encoding. Pack the file in it instead.");
        }
        if (!ENCODING.matcher(contentEncoding).matches()) {
            throw new ProblemException(
                    ProblemCode.UNSUPPORTED_MEDIA_TYPE, "Content-Encoding must be gzip or zstd, or be left out.");
        }
    }
}
