package telco.usage.problem;

/** What the framework means by a 4xx status, in our words: its own messages speak of annotations and classes. */
public final class Refusal {

    private Refusal() {}

    /** The problem for any of these statuses. */
    public static ProblemException of(int status) {
        return switch (status) {
            case 404 ->
                new ProblemException(
                        ProblemCode.NOT_FOUND,
                        "There is nothing at this address. The addresses are listed at /q/swagger-ui.");
            case 405 ->
                new ProblemException(
                        ProblemCode.METHOD_NOT_ALLOWED,
                        "This address exists, but not for this method. What it knows is listed at /q/swagger-ui.");
            case 406 ->
                new ProblemException(
                        ProblemCode.NOT_ACCEPTABLE,
                        "The Accept header names nothing that this address can answer with. Most answer with"
                                + " application/json; a run's rejects and the analytics come as text/csv too.");
            case 413 ->
                new ProblemException(ProblemCode.PAYLOAD_TOO_LARGE, "The body is larger than this address takes.");
            case 415 ->
                new ProblemException(
                        ProblemCode.UNSUPPORTED_MEDIA_TYPE,
                        "Send the body with Content-Type: application/json, or neither a body nor a Content-Type. POST /runs takes"
                                + " files too: as text/csv, application/gzip, application/zstd, application/zip or"
                                + " multipart/form-data; POST /runs/{id}/replay takes text/csv.");
            default ->
                new ProblemException(
                        ProblemCode.INVALID_REQUEST,
                        "The request cannot be understood: its address or a header is malformed.");
        };
    }
}
