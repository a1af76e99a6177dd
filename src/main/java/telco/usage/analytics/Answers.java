package telco.usage.analytics;

import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import telco.usage.csv.CsvTable;
import telco.usage.jdbc.Database;
import telco.usage.paging.Paging;
import telco.usage.warehouse.WarehouseVersion;

/**
 * Reads reports and answers with them, or with 304 when the caller has what there is.
 *
 * <p>Version and rows come from one snapshot, so they belong together whatever is published meanwhile.
 */
@Singleton
final class Answers {

    static final String CSV = "text/csv";

    private final Database database;

    Answers(Database database) {
        this.database = database;
    }

    /** Makes a report's page. */
    @FunctionalInterface
    interface Page<R, P> {
        P of(Instant asOf, long version, List<R> rows, String nextPageToken);
    }

    /** Reads the body of an answer. */
    @FunctionalInterface
    private interface Body<T> {
        ResponseBuilder<T> of(Connection connection, WarehouseVersion version) throws SQLException;
    }

    /** A page of the report. Its token is how many rows are before the next page. */
    <R, P> RestResponse<P> json(Report<R> report, Paging paging, List<String> ifNoneMatch, Page<R, P> page) {
        long offset = paging.after() == null ? 0 : paging.after();
        return answer("json", ifNoneMatch, (connection, version) -> {
            List<R> fetched = report.rows(offset, paging.fetch()).list(connection, report::row);
            return ResponseBuilder.ok(page.of(
                    version.changedAt(),
                    version.number(),
                    paging.page(fetched),
                    paging.nextToken(fetched, last -> offset + paging.size())));
        });
    }

    /** The whole report as a table. */
    <R> RestResponse<byte[]> csv(Report<R> report, List<String> ifNoneMatch, String fileName) {
        return answer(
                "csv",
                ifNoneMatch,
                (connection, version) -> ResponseBuilder.ok(
                                table(report, connection), CSV + ";charset=UTF-8;header=present")
                        .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + fileName + "\""));
    }

    private <T> RestResponse<T> answer(String form, List<String> ifNoneMatch, Body<T> body) {
        return database.fromSnapshot(connection -> {
            WarehouseVersion version = WarehouseVersion.read(connection);
            VersionTag tag = VersionTag.of(version, form);
            ResponseBuilder<T> answer = tag.isIn(ifNoneMatch)
                    ? ResponseBuilder.create(RestResponse.Status.NOT_MODIFIED)
                    : body.of(connection, version);
            return answer.header(HttpHeaders.ETAG, tag.header())
                    .header(HttpHeaders.CACHE_CONTROL, "no-cache")
                    .header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
                    .build();
        });
    }

    /**
     * The table's bytes: only they are kept of its rows, some thirty a row. They are sent when the connection is given back,
     * because a slow reader must neither hold one nor get rows of another version from the next.
     */
    private static <R> byte[] table(Report<R> report, Connection connection) throws SQLException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (CsvTable table = new CsvTable(bytes, report.columns())) {
            report.rows(0, null).each(connection, row -> write(table, report.cells(report.row(row))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void write(CsvTable table, List<Object> cells) {
        try {
            table.row(cells);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
