package telco.usage.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/**
 * Stands between a service and its PostgreSQL. Frozen, it takes everything and passes nothing on, and no connection is
 * closed: what a firewall does that has forgotten them, or a network that is gone. When it passes on again, only new
 * connections live; to the server the old ones are then closed, as its own keep-alive would, to the service never.
 */
final class FreezingProxy implements AutoCloseable {

    private static final int BUFFER_BYTES = 1 << 16;

    private final ServerSocket listener;
    private final int serverPort;
    private final List<Pair> pairs = new CopyOnWriteArrayList<>();
    private volatile CountDownLatch frozen = new CountDownLatch(0);

    private record Pair(Socket service, Socket server, CountDownLatch dead) {}

    private FreezingProxy(ServerSocket listener, int serverPort) {
        this.listener = listener;
        this.serverPort = serverPort;
    }

    static FreezingProxy to(int serverPort) throws IOException {
        FreezingProxy proxy = new FreezingProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), serverPort);
        start("proxy-accept", proxy::accept);
        return proxy;
    }

    int port() {
        return listener.getLocalPort();
    }

    /** From here on nothing passes, and what is connected now never will again. */
    void freeze() {
        frozen = new CountDownLatch(1);
        pairs.forEach(pair -> pair.dead().countDown());
    }

    /** New connections pass, also those that were tried meanwhile. */
    void thaw() throws IOException {
        for (Pair pair : pairs) {
            if (pair.dead().getCount() == 0) {
                pair.server().close();
            }
        }
        frozen.countDown();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket service = listener.accept();
                start("proxy-connect", () -> connect(service));
            } catch (IOException e) {
                // Closed: nobody connects any more.
                return;
            }
        }
    }

    private void connect(Socket service) {
        try {
            frozen.await();
            Pair pair =
                    new Pair(service, new Socket(InetAddress.getLoopbackAddress(), serverPort), new CountDownLatch(1));
            pairs.add(pair);
            start("proxy-to-server", () -> pass(pair, pair.service(), pair.server()));
            start("proxy-to-service", () -> pass(pair, pair.server(), pair.service()));
        } catch (IOException e) {
            close(service);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void pass(Pair pair, Socket from, Socket to) {
        byte[] buffer = new byte[BUFFER_BYTES];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (pair.dead().getCount() == 0) {
                    // Neither passed on nor closed: from here on this direction is silent.
                    return;
                }
                out.write(buffer, 0, read);
            }
        } catch (IOException e) {
            // One side has broken off; the other is to notice, unless the connection is frozen.
        }
        if (pair.dead().getCount() > 0) {
            close(pair.service());
            close(pair.server());
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Pair pair : pairs) {
            close(pair.service());
            close(pair.server());
        }
    }
}
