package telco.usage.testing;

import java.io.IOException;
import java.net.Socket;
import java.util.List;

/** Callers whose bodies take long: whoever sends nothing for REQUEST_TIMEOUT is cut off. */
public final class SlowCallers {

    private SlowCallers() {}

    /** Each sends one byte more; always true, for conditions that are waited for meanwhile. */
    public static boolean goOn(List<Socket> callers) throws IOException {
        for (Socket caller : callers) {
            caller.getOutputStream().write('\n');
        }
        return true;
    }
}
