package telco.usage.run;

import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.util.List;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** The rejects of a run over HTTP: to look at, page by page, or to mend and submit again. */
@Singleton
@Path("/runs")
public final class RejectResource {

    private final RunFinder finder;
    private final Rejects rejects;

    RejectResource(RunFinder finder, Rejects rejects) {
        this.finder = finder;
        this.rejects = rejects;
    }

    @GET
    @Path("/{id}/rejects")
    @Produces(MediaType.APPLICATION_JSON)
    public RejectPage list(@RestPath String id, @RestQuery String pageSize, @RestQuery String pageToken) {
        Paging paging = Paging.of(pageSize, pageToken);
        long after = paging.after() == null ? 0 : paging.after();
        List<Reject> fetched = rejects.list(finder.find(id).id(), after, paging.fetch());
        return new RejectPage(paging.page(fetched), paging.nextToken(fetched, Reject::recordNumber));
    }

    @GET
    @Path("/{id}/rejects")
    @Produces("text/csv;qs=0.9")
    public Response records(@RestPath String id) {
        int runId = finder.find(id).id();
        StreamingOutput records = out -> rejects.writeRecords(runId, out);
        return Response.ok(records, "text/csv")
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"run-" + runId + "-rejects.csv\"")
                .build();
    }
}
