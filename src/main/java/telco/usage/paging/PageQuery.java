package telco.usage.paging;

import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jboss.resteasy.reactive.RestQuery;

/** The query parameters of every list that comes in pages. */
public final class PageQuery {

    @Parameter(
            description = "How many entries on the page.",
            schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "200", defaultValue = "20"))
    @RestQuery
    public String pageSize;

    @Parameter(description = "The nextPageToken of the page before.")
    @RestQuery
    public String pageToken;

    /**
     * Which part is wanted.
     *
     * @throws telco.usage.problem.ProblemException INVALID_REQUEST that names the parameter
     */
    public Paging paging() {
        return Paging.of(pageSize, pageToken);
    }
}
