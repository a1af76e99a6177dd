package telco.usage.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/** Ports for programs that are started a moment later. */
public final class FreePort {

    /** Given to somebody who may not have begun to listen. */
    private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

    private FreePort() {}

    /** A port that nobody listens on, of those that no program gets which leaves the choice to the system. */
    public static int find() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(20_000, 30_000);
            try (ServerSocket socket = new ServerSocket(port)) {
                if (GIVEN.add(socket.getLocalPort())) {
                    return port;
                }
            } catch (BindException e) {
                // Somebody does: another one.
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
