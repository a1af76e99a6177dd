package telco.usage.expected;

import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Singleton;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import telco.usage.access.Roles;
import telco.usage.expected.ExpectedFilePage.Expected;
import telco.usage.expected.ExpectedFilePage.Open;
import telco.usage.jdbc.Database;
import telco.usage.jdbc.Sql;
import telco.usage.paging.PageQuery;
import telco.usage.paging.Paging;

/** Expected files over HTTP. */
@Singleton
@Path("/expected-files")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Expected files")
@APIResponse(responseCode = "401", ref = "Unauthorized")
@APIResponse(responseCode = "403", ref = "Forbidden")
@APIResponse(responseCode = "406", ref = "NotAcceptable")
@APIResponse(responseCode = "500", ref = "InternalError")
@APIResponse(responseCode = "503", ref = "DatabaseUnavailable")
@APIResponse(responseCode = "default", ref = "OtherProblem")
public final class ExpectedFileResource {

    private final ExpectedFileWatch watch;
    private final Database database;
    private final Clock clock;

    ExpectedFileResource(ExpectedFileWatch watch, Database database, Clock clock) {
        this.watch = watch;
        this.database = database;
        this.clock = clock;
    }

    @GET
    @RolesAllowed(Roles.VIEWER)
    @Operation(
            operationId = "listExpectedFiles",
            summary = "List what is expected, what of it is not there, and what was noticed")
    @APIResponse(
            responseCode = "200",
            description = "The expectations, and a page of what was noticed, newest first.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ExpectedFilePage.class),
                            examples = @ExampleObject(name = "page", ref = "ExpectedFilePage")))
    @APIResponse(responseCode = "400", ref = "InvalidRequest")
    public ExpectedFilePage list(@BeanParam PageQuery page) {
        Paging paging = page.paging();
        return database.withConnection(connection -> {
            List<Expected> expectations = new ArrayList<>();
            for (Expectation expectation : watch.expectations()) {
                Due next = expectation.next(clock.instant());
                expectations.add(new Expected(
                        expectation.name(),
                        expectation.pattern(),
                        next.period(),
                        next.at(),
                        open(connection, expectation)));
            }
            List<FileEvent> fetched = events(connection, paging);
            return new ExpectedFilePage(expectations, paging.page(fetched), paging.nextToken(fetched, FileEvent::id));
        });
    }

    private static List<Open> open(Connection connection, Expectation expectation) throws SQLException {
        return Sql.of("""
                        select period, state, due_at
                        from ingest.expected_file
                        where expectation = ? and state <> 'ARRIVED'
                        order by due_at, period
                        """, expectation.name())
                .list(
                        connection,
                        row -> new Open(
                                row.getString("period"),
                                FileState.valueOf(row.getString("state")),
                                Sql.instant(row, "due_at")));
    }

    private static List<FileEvent> events(Connection connection, Paging paging) throws SQLException {
        return Sql.of("""
                        select id, expectation, period, kind, run_id, at, message
                        from ingest.expected_file_event
                        where ?::bigint is null or id < ?
                        order by id desc
                        limit ?
                        """, paging.after(), paging.after(), paging.fetch())
                .list(
                        connection,
                        row -> new FileEvent(
                                row.getLong("id"),
                                row.getString("expectation"),
                                row.getString("period"),
                                FileEvent.Kind.valueOf(row.getString("kind")),
                                row.getObject("run_id", Integer.class),
                                Sql.instant(row, "at"),
                                row.getString("message")));
    }
}
