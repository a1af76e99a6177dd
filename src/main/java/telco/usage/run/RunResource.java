package telco.usage.run;

import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import telco.usage.input.InputFile;
import telco.usage.input.InputFiles;
import telco.usage.problem.ProblemCode;
import telco.usage.problem.ProblemException;
import telco.usage.problem.StrictJson;

/** Runs over HTTP: submit one, look at one, list them. */
@Singleton
@Path("/runs")
@Produces(MediaType.APPLICATION_JSON)
public final class RunResource {

    private static final Logger LOG = Logger.getLogger(RunResource.class);
    private static final Duration QUEUE_RETRY = Duration.ofSeconds(30);

    private final Runs runs;
    private final RunFinder finder;
    private final InputFiles files;
    private final RunConfig config;

    RunResource(Runs runs, RunFinder finder, InputFiles files, RunConfig config) {
        this.runs = runs;
        this.finder = finder;
        this.files = files;
        this.config = config;
    }

    @POST
    public Response submit(@RestHeader(HttpHeaders.CONTENT_TYPE) String contentType, InputStream body)
            throws IOException {
        RunSubmission submission =
                StrictJson.read(body, contentType, RunSubmission.class).orElse(RunSubmission.DEFAULT);
        InputFile file = submission.path() == null ? files.defaultFile() : files.resolve(submission.path());
        Run run = runs.submit(request(submission, file)).orElseThrow(this::queueFull);
        LOG.infof("%s was submitted over HTTP, %d bytes", run.label(), file.sizeBytes());
        return Response.accepted(run)
                // As text: the framework would put the host in front, and a proxy's caller knows it by another name.
                .header(HttpHeaders.LOCATION, "/runs/" + run.id())
                .header(HttpHeaders.RETRY_AFTER, pollSeconds())
                .build();
    }

    private static RunRequest request(RunSubmission submission, InputFile file) {
        return new RunRequest(
                RunTrigger.API,
                file.name(),
                file.path(),
                file.sizeBytes(),
                submission.forced(),
                submission.onlyValidates());
    }

    private ProblemException queueFull() {
        return new ProblemException(
                        ProblemCode.QUEUE_FULL,
                        "%d runs wait already, as many as RUN_QUEUE_LIMIT allows. Try again when some are done."
                                .formatted(config.queueLimit()))
                .retryAfter(QUEUE_RETRY);
    }

    /** A run does not change faster than its worker writes it down. */
    private long pollSeconds() {
        return Math.max(1, config.heartbeatInterval().toSeconds());
    }

    @GET
    public RunPage list(
            @RestQuery String state,
            @RestQuery String trigger,
            @RestQuery String pageSize,
            @RestQuery String pageToken) {
        Paging paging = Paging.of(pageSize, pageToken);
        Integer before = paging.after() == null ? null : (int) Math.min(paging.after(), Integer.MAX_VALUE);
        List<Run> fetched = runs.list(new Runs.Selection(
                constant(RunState.class, "state", state),
                constant(RunTrigger.class, "trigger", trigger),
                before,
                paging.fetch()));
        return new RunPage(paging.page(fetched), paging.nextToken(fetched, Run::id));
    }

    private static <E extends Enum<E>> E constant(Class<E> type, String parameter, String text) {
        if (text == null) {
            return null;
        }
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.name().equals(text))
                .findFirst()
                .orElseThrow(() -> ProblemException.invalid(
                        parameter, "must be one of " + Arrays.toString(type.getEnumConstants())));
    }

    @GET
    @Path("/{id}")
    public Run get(@RestPath String id) {
        return finder.find(id);
    }

    @GET
    @Path("/{id}/result")
    public Response result(@RestPath String id) {
        Run run = finder.find(id);
        if (!run.done()) {
            throw new ProblemException(
                            ProblemCode.RUN_NOT_DONE, run.label() + " is " + run.state() + ": ask again later.")
                    .about(run.id())
                    .retryAfter(Duration.ofSeconds(pollSeconds()));
        }
        return Response.ok(run).build();
    }
}
