package telco.usage.request;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.lang.ref.WeakReference;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Knows the requests that came, without keeping them in memory. */
@Singleton
public class SeenRequests {

    private static final int BEFORE_ALL = 2000;

    private final Queue<WeakReference<RoutingContext>> seen = new ConcurrentLinkedQueue<>();

    void register(@Observes Filters filters) {
        filters.register(this::see, BEFORE_ALL);
    }

    private void see(RoutingContext request) {
        seen.add(new WeakReference<>(request));
        request.next();
    }

    void forget() {
        seen.clear();
    }

    int count() {
        return seen.size();
    }

    /** How many of them somebody still holds. */
    long held() {
        System.gc();
        return seen.stream().filter(request -> request.get() != null).count();
    }
}
