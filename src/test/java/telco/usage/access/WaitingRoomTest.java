package telco.usage.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class WaitingRoomTest {

    private static final SecurityIdentity ANNA =
            QuarkusSecurityIdentity.builder().setAnonymous(true).build();

    private final WaitingRoom room = new WaitingRoom(1, () -> new IllegalStateException("full"));
    private final LaterThread thread = new LaterThread();

    @Test
    void place_isFreeAgain_whenTheCheckIsOver() {
        enter(() -> ANNA);
        assertThat(isFull()).isTrue();
        thread.run();

        enter(() -> {
            throw new IllegalArgumentException("wrong password");
        });
        assertThat(isFull()).isTrue();
        thread.run();

        assertThat(isFull()).isFalse();
    }

    @Test
    void callerWhoHangsUpBefore_isNotChecked() {
        AtomicInteger checks = new AtomicInteger();
        Cancellable caller = enter(() -> {
            checks.incrementAndGet();
            return ANNA;
        });
        caller.cancel();
        enter(() -> ANNA);
        assertThat(isFull()).isTrue();

        thread.run();
        assertThat(checks).hasValue(0);
        assertThat(isFull()).isTrue();
        thread.run();
        assertThat(isFull()).isFalse();
    }

    @Test
    void callerWhoHangsUpMeanwhile_keepsThePlaceAsLongAsTheThread() {
        Cancellable[] caller = new Cancellable[1];
        caller[0] = enter(() -> {
            caller[0].cancel();
            assertThat(isFull()).isTrue();
            return ANNA;
        });
        assertThat(thread.run()).isNull();

        assertThat(isFull()).isFalse();
    }

    @Test
    void noThread_isNoPlaceTaken() {
        Uni<SecurityIdentity> refused = room.enter(
                work -> {
                    throw new IllegalStateException("no thread");
                },
                () -> ANNA);

        assertThat(catchThrowable(refused.await()::indefinitely)).hasMessage("no thread");
        assertThat(isFull()).isFalse();
    }

    private Cancellable enter(Supplier<SecurityIdentity> check) {
        return room.enter(thread, check).subscribe().with(identity -> {}, failure -> {});
    }

    /** Takes no place: there is a caller who is gone at once. */
    private boolean isFull() {
        Throwable[] refusal = new Throwable[1];
        room.enter(new LaterThread(), () -> ANNA)
                .subscribe()
                .with(identity -> {}, failure -> refusal[0] = failure)
                .cancel();
        return refusal[0] != null;
    }

    /** Does its work when it is told to. */
    private static final class LaterThread implements AuthenticationRequestContext {

        private final Deque<Runnable> work = new ArrayDeque<>();

        @Override
        public Uni<SecurityIdentity> runBlocking(Supplier<SecurityIdentity> check) {
            return Uni.createFrom().emitter(answer -> work.add(() -> answer.complete(check.get())));
        }

        /** What the next piece of work ended with, null when it did as it should. */
        Throwable run() {
            return catchThrowable(work.remove()::run);
        }
    }
}
