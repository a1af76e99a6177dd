package telco.usage.run;

import io.restassured.path.json.JsonPath;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import telco.usage.testing.OpenApiContract;
import telco.usage.testing.ServiceContract;

/** Server-sent events, read as the standard says, and held against the OpenAPI document. */
final class EventStream implements AutoCloseable {

    private final HttpURLConnection connection;
    private final BufferedReader lines;

    /** One event; data is all there is of it when it has no id and no name. */
    record Event(String id, String name, String data) {

        JsonPath run() {
            return JsonPath.from(data);
        }
    }

    private EventStream(HttpURLConnection connection, BufferedReader lines) {
        this.connection = connection;
        this.lines = lines;
    }

    static EventStream open(URI address, String... headers) {
        try {
            HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
            connection.setReadTimeout(30_000);
            connection.setRequestProperty("Accept", "text/event-stream");
            for (int i = 0; i < headers.length; i += 2) {
                connection.setRequestProperty(headers[i], headers[i + 1]);
            }
            InputStream received = connection.getInputStream();
            // What comes is looked at event by event.
            ServiceContract.check(new OpenApiContract.Exchange(
                    "GET",
                    address.getRawPath(),
                    null,
                    null,
                    connection.getResponseCode(),
                    ServiceContract.headers(connection.getHeaderFields()),
                    new byte[1]));
            return new EventStream(
                    connection, new BufferedReader(new InputStreamReader(received, StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String header(String name) {
        return connection.getHeaderField(name);
    }

    /** The next line as it comes. */
    String line() {
        try {
            return lines.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until the stream ends or has more to tell than that it is alive. */
    boolean isAtEnd() {
        String line = line();
        while (line != null && (line.isEmpty() || line.startsWith(":"))) {
            line = line();
        }
        return line == null;
    }

    /** The next event that has data. */
    Event next() {
        Map<String, String> fields = new HashMap<>();
        for (String line = line(); line != null; line = line()) {
            if (line.isEmpty() && fields.containsKey("data")) {
                ServiceContract.checkFits(fields.get("data"), "Run");
                return new Event(fields.get("id"), fields.get("event"), fields.get("data"));
            }
            int colon = line.indexOf(':');
            if (colon > 0) {
                fields.merge(line.substring(0, colon), line.substring(colon + 1), (one, other) -> one + "\n" + other);
            }
        }
        throw new AssertionError("the stream has ended");
    }

    Event next(Predicate<Event> wanted) {
        Event event = next();
        while (!wanted.test(event)) {
            event = next();
        }
        return event;
    }

    @Override
    public void close() {
        connection.disconnect();
    }
}
