package telco.usage.access;

import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * Where logins wait for their check. Each one holds a thread meanwhile, and threads are for requests: whoever finds no
 * place is sent away.
 */
final class WaitingRoom {

    private final Semaphore places;
    private final Supplier<Throwable> full;

    /** @param full what callers get who find no place */
    WaitingRoom(int places, Supplier<Throwable> full) {
        this.places = new Semaphore(places);
        this.full = full;
    }

    /** Has the check made in a thread that may wait, if there is a place. */
    Uni<SecurityIdentity> enter(AuthenticationRequestContext context, Supplier<SecurityIdentity> check) {
        return Uni.createFrom().deferred(() -> {
            if (!places.tryAcquire()) {
                return Uni.createFrom().failure(full);
            }
            Place place = new Place();
            return Uni.createFrom()
                    .deferred(() -> context.runBlocking(() -> place.use(check)))
                    .onTermination()
                    .invoke(place::giveUp);
        });
    }

    /** Given back once. Whoever hangs up during the check keeps it until then, as the thread is still taken. */
    private final class Place {

        private final AtomicBoolean claimed = new AtomicBoolean();

        SecurityIdentity use(Supplier<SecurityIdentity> check) {
            if (!claimed.compareAndSet(false, true)) {
                throw new CancellationException("The caller is gone");
            }
            try {
                return check.get();
            } finally {
                places.release();
            }
        }

        /** Does nothing once the check has begun. */
        void giveUp() {
            if (claimed.compareAndSet(false, true)) {
                places.release();
            }
        }
    }
}
