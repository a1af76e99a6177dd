package telco.usage.pipeline;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.UUID;

/** How a process signs its claims: readable, and never again the same, so that a successor is not taken for it. */
final class WorkerName {

    private WorkerName() {}

    static String ofThisProcess() {
        return host() + "-" + ProcessHandle.current().pid() + "-"
                + UUID.randomUUID().toString().substring(0, 8);
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown-host";
        }
    }
}
