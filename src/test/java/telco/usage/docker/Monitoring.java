package telco.usage.docker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import telco.usage.testing.FreePort;
import telco.usage.testing.Tool;

/** Prometheus and Alertmanager with the configuration that is shipped, but for ports, and in a hurry. */
final class Monitoring implements AutoCloseable {

    private final Daemon alertmanager;
    private final Daemon prometheus;

    private Monitoring(Daemon alertmanager, Daemon prometheus) {
        this.alertmanager = alertmanager;
        this.prometheus = prometheus;
    }

    /** Skips the test where they are not installed. */
    static Programs programs() {
        return new Programs(
                Tool.named("prometheus", "prometheus"),
                Tool.named("prometheus-alertmanager", "prometheus-alertmanager"));
    }

    /** What has to be installed. */
    record Programs(Tool prometheus, Tool alertmanager) {

        Monitoring start(Path folder, int servicePort, AlertReceiver receiver) throws IOException {
            int port = FreePort.find();
            Daemon alerts = startAlertmanager(alertmanager, folder, port, receiver);
            try {
                return new Monitoring(alerts, startPrometheus(prometheus, folder, servicePort, port));
            } catch (IOException | RuntimeException | Error e) {
                alerts.close();
                throw e;
            }
        }
    }

    PrometheusApi prometheus() {
        return new PrometheusApi(prometheus.address());
    }

    private static Daemon startAlertmanager(Tool tool, Path folder, int port, AlertReceiver receiver)
            throws IOException {
        String configuration = Files.readString(Path.of("docker/alertmanager/alertmanager.yml"))
                .replaceAll("group_(wait|interval): \\w+", "group_$1: 1s")
                .replaceAll(
                        "(?m)^  - name: (.*)$",
                        "  - name: $1\n    webhook_configs:\n      - url: " + receiver.url("/$1"));
        Path file = Files.writeString(folder.resolve("alertmanager.yml"), configuration);
        return Daemon.start(
                tool,
                port,
                folder.resolve("alertmanager.log"),
                "--config.file=" + file,
                "--storage.path=" + folder.resolve("alertmanager"),
                "--web.listen-address=127.0.0.1:" + port,
                "--cluster.listen-address=");
    }

    private static Daemon startPrometheus(Tool tool, Path folder, int servicePort, int alertmanagerPort)
            throws IOException {
        int port = FreePort.find();
        Path rules = Files.createDirectories(folder.resolve("rules"));
        try (Stream<Path> files = Files.list(Rule.FOLDER.resolve("rules"))) {
            for (Path file : files.toList()) {
                Files.copy(file, rules.resolve(file.getFileName()));
            }
        }
        String configuration = Files.readString(Rule.FOLDER.resolve("prometheus.yml"))
                .replaceAll("(scrape|evaluation)_interval: \\w+", "$1_interval: 1s")
                .replace("service:8080", "localhost:" + servicePort)
                .replace("alertmanager:9093", "127.0.0.1:" + alertmanagerPort)
                .replace("localhost:9090", "127.0.0.1:" + port);
        Path file = Files.writeString(folder.resolve("prometheus.yml"), configuration);
        return Daemon.start(
                tool,
                port,
                folder.resolve("prometheus.log"),
                "--config.file=" + file,
                "--storage.tsdb.path=" + folder.resolve("prometheus"),
                "--web.listen-address=127.0.0.1:" + port);
    }

    @Override
    public void close() {
        prometheus.close();
        alertmanager.close();
    }
}
