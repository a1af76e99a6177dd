package telco.usage.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.ws.rs.core.HttpHeaders;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import telco.usage.caching.KnownTags;
import telco.usage.digest.Sha256;

/**
 * A run as a caller gets it.
 *
 * @param json the answer's body
 * @param tag its entity tag with quotes: a strong one, the same for the same bytes and no others
 */
record AnsweredRun(Run run, byte[] json, String tag) {

    private static final int TAG_DIGITS = 32;

    static AnsweredRun of(Run run, ObjectMapper mapper) {
        try {
            byte[] json = mapper.writeValueAsBytes(run);
            return new AnsweredRun(run, json, tag(json));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(run.label() + " cannot be written as JSON", e);
        }
    }

    private static String tag(byte[] json) {
        return '"' + Sha256.of(json).substring(0, TAG_DIGITS) + '"';
    }

    /** The run, or 304 when the caller has it. */
    RestResponse<byte[]> response(KnownTags known) {
        ResponseBuilder<byte[]> response =
                known.have(tag) ? ResponseBuilder.create(RestResponse.Status.NOT_MODIFIED) : ResponseBuilder.ok(json);
        return response.header(HttpHeaders.ETAG, tag)
                .header(HttpHeaders.CACHE_CONTROL, "no-cache")
                .build();
    }
}
