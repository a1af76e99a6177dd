package telco.usage.alert;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * As much of a mail server as it takes to do what GreenMail does not: to want STARTTLS, with GreenMail's own certificate, and
 * to refuse a receiver.
 */
public final class ScriptedMailServer implements QuarkusTestResourceLifecycleManager {

    private ServerSocket server;

    @Override
    public Map<String, String> start() {
        try {
            server = new ServerSocket(0, 10, InetAddress.getByName("127.0.0.1"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        startThread(this::serve);
        return Map.of(
                "SMTP_SERVER", "127.0.0.1",
                "SMTP_PORT", String.valueOf(server.getLocalPort()),
                "quarkus.mailer.trust-all", "true",
                "ALERT_SENDER_EMAIL", "loader@example.com",
                "ALERT_RECEIVER_EMAIL", "gone@example.com,ops@example.com");
    }

    /** Each client on its own: one that is refused may stay connected for a while, and is not to keep the next one out. */
    private void serve() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                startThread(() -> serve(client));
            } catch (IOException e) {
                // The test is over: the loop's condition tells.
                continue;
            }
        }
    }

    private static void serve(Socket client) {
        try (client) {
            talk(client);
        } catch (IOException e) {
            // The client has gone, which is how a conversation may end.
            return;
        }
    }

    private static void startThread(Runnable work) {
        Thread thread = new Thread(work, "scripted-mail-server");
        thread.setDaemon(true);
        thread.start();
    }

    private static void talk(Socket plain) throws IOException {
        Socket client = plain;
        BufferedReader in = reader(client);
        say(client, "220 here");
        boolean data = false;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String command = line.toUpperCase(Locale.ROOT);
            if (data) {
                data = !line.equals(".");
                if (!data) {
                    say(client, "250 taken");
                }
            } else if (command.equals("STARTTLS")) {
                say(client, "220 go on");
                client = encrypted(client);
                in = reader(client);
            } else if (client == plain) {
                say(client, command.startsWith("EHLO") ? "250-here\r\n250 STARTTLS" : "530 STARTTLS first");
            } else if (command.startsWith("RCPT") && command.contains("GONE@")) {
                say(client, "550 5.1.1 no such user");
            } else if (command.equals("DATA")) {
                data = true;
                say(client, "354 go on");
            } else if (command.startsWith("QUIT")) {
                say(client, "221 bye");
                return;
            } else {
                say(client, "250 ok");
            }
        }
    }

    private static BufferedReader reader(Socket client) throws IOException {
        return new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
    }

    private static Socket encrypted(Socket client) throws IOException {
        SSLSocket socket =
                (SSLSocket) certificate().getSocketFactory().createSocket(client, null, client.getPort(), true);
        socket.setUseClientMode(false);
        return socket;
    }

    private static SSLContext certificate() throws IOException {
        char[] password = "changeit".toCharArray();
        try (InputStream store = ScriptedMailServer.class.getResourceAsStream("/greenmail.p12")) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(store, password);
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keys, password);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private static void say(Socket client, String line) throws IOException {
        OutputStream out = client.getOutputStream();
        out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    @Override
    public void stop() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
