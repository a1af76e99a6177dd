package telco.usage.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/**
 * A request as its bytes, whole or not, that HTTP clients would not send.
 *
 * @param connection on which it was sent; closed when the answer is read
 */
record RawRequest(Socket connection) implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 20_000;

    static RawRequest send(URI service, String request) throws IOException {
        Socket connection = new Socket(service.getHost(), service.getPort());
        connection.setSoTimeout(PATIENCE_MILLIS);
        connection.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
        return new RawRequest(connection);
    }

    /** All that comes until the server closes the connection. */
    String answer() throws IOException {
        try (connection) {
            return new String(connection.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** A problem, however long the server then waits for the rest of the request. */
    String firstAnswer() throws IOException {
        try (connection) {
            StringBuilder answer = new StringBuilder();
            InputStream in = connection.getInputStream();
            while (answer.indexOf("\"}") < 0) {
                int character = in.read();
                assertThat(character).as(answer.toString()).isNotNegative();
                answer.append((char) character);
            }
            return answer.toString();
        }
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
