package telco.usage.problem;

import java.util.Locale;

/** What can go wrong with a request, and the HTTP status that says so. Names are part of the contract: add, never rename. */
public enum ProblemCode {
    /** The request itself is wrong: its JSON, a parameter, or a path that is no regular file. */
    INVALID_REQUEST(400, "The request is not valid"),
    /** Nobody is logged in, or the name, password or token is wrong. */
    UNAUTHORIZED(401, "A login is needed"),
    /** The login has not the role that this needs. */
    FORBIDDEN(403, "The login may not do this"),
    /** The path leads out of the folders that input files may lie in. */
    PATH_NOT_ALLOWED(403, "The path is not allowed"),
    /** The file is there, but the service's user may not read it. */
    FILE_UNREADABLE(403, "The file cannot be read"),
    FILE_NOT_FOUND(404, "There is no such file"),
    RUN_NOT_FOUND(404, "There is no such run"),
    /** The run has no result yet. */
    RUN_NOT_DONE(404, "The run is not done"),
    /** No resource has this address. */
    NOT_FOUND(404, "There is nothing here"),
    METHOD_NOT_ALLOWED(405, "The method is not allowed here"),
    NOT_ACCEPTABLE(406, "None of the accepted media types can be produced"),
    /** The body did not come in time. */
    REQUEST_TIMEOUT(408, "The request took too long"),
    /** The run is in a state that does not allow this. */
    STATE_CONFLICT(409, "The state does not allow this"),
    PAYLOAD_TOO_LARGE(413, "The request's body is too large"),
    ADDRESS_TOO_LONG(414, "The address is too long"),
    UNSUPPORTED_MEDIA_TYPE(415, "The body's media type is not supported"),
    /** Another request came under the same Idempotency-Key before. */
    IDEMPOTENCY_KEY_REUSED(422, "The key belongs to another request"),
    /** As many runs wait as RUN_QUEUE_LIMIT allows. */
    QUEUE_FULL(429, "Too many runs wait"),
    /** So many wrong passwords were given, or come at once, that the next try must wait. */
    TOO_MANY_LOGINS(429, "Too many wrong passwords"),
    /** As many files are being received as UPLOAD_CONCURRENCY allows. */
    TOO_MANY_UPLOADS(429, "Too many files are being received"),
    /** As many callers follow a run as may. */
    TOO_MANY_STREAMS(429, "Too many event streams are open"),
    /** The bodies that are being received have all the memory that there is for them. */
    TOO_MANY_BODIES(429, "Too many bodies are being received"),
    HEADERS_TOO_LARGE(431, "The headers are too large"),
    /** A fault of this service; its log has the details under the incident's id. */
    INTERNAL_ERROR(500, "The service failed"),
    /** There is no room for the body, or its folder cannot be written. */
    STORAGE_UNAVAILABLE(503, "The body cannot be stored"),
    DATABASE_UNAVAILABLE(503, "The database cannot be reached"),
    /** The server of OIDC_SERVER_URL is away, and nobody else knows whether a token is good. */
    LOGIN_UNAVAILABLE(503, "The login cannot be checked");

    private final int status;
    private final String title;

    ProblemCode(int status, String title) {
        this.status = status;
        this.title = title;
    }

    public int status() {
        return status;
    }

    /** The same sentence for every occurrence. */
    public String title() {
        return title;
    }

    /** The problem's type in the sense of RFC 9457: a name, not an address to open. */
    public String type() {
        return "urn:telco-usage:problem:" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
