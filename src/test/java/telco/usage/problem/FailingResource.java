package telco.usage.problem;

import jakarta.annotation.security.PermitAll;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.sql.SQLException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestPath;
import telco.usage.jdbc.DatabaseException;

/** Fails as it is told to. */
@Singleton
@PermitAll
@Path("/failing/{how}")
public class FailingResource {

    @GET
    @Operation(hidden = true)
    public String fail(@RestPath String how) {
        RuntimeException failure = switch (how) {
            case "bug" -> new IllegalStateException("the secret of java.lang.String");
            case "error" -> throw new StackOverflowError("the secret");
            case "sql" -> new DatabaseException(new SQLException("syntax error at secret", "42601"));
            case "away" -> new DatabaseException(new SQLException("connection to secret refused", "08001"));
            default -> throw new IllegalArgumentException(how);
        };
        throw failure;
    }
}
