package telco.usage.run;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.SQLTransientConnectionException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import telco.usage.jdbc.Database;
import telco.usage.jdbc.DatabaseException;
import telco.usage.jdbc.Databases;

/** Requests take turns at the database, but not for ever. */
class RequestedRunsTest {

    private static final RunRequest REQUEST = RunRequest.of(RunTrigger.API, Path.of("/input/usage.csv"), 1);

    private final CountDownLatch waiting = new CountDownLatch(RequestedRuns.MOST_AT_ONCE);
    private final CountDownLatch end = new CountDownLatch(1);

    /** Whoever asks it for a connection waits until the end, and gets none. */
    private DataSource silent() {
        return (DataSource) Proxy.newProxyInstance(
                RequestedRunsTest.class.getClassLoader(),
                new Class<?>[] {DataSource.class},
                (proxy, method, values) -> {
                    waiting.countDown();
                    end.await();
                    throw new SQLTransientConnectionException("Nobody answers");
                });
    }

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void requestBehindThoseThatGetNoAnswer_givesUpBeforeTheyDo() throws InterruptedException {
        Database database = Databases.at(silent(), Duration.ofMillis(100));
        // No settings: nobody gets as far as to need them.
        RequestedRuns requests = new RequestedRuns(database, new Runs(database, null, Clock.systemUTC()), null);
        ExecutorService callers = Executors.newFixedThreadPool(RequestedRuns.MOST_AT_ONCE);
        try {
            for (int i = 0; i < RequestedRuns.MOST_AT_ONCE; i++) {
                callers.execute(() -> assertThatExceptionOfType(DatabaseException.class)
                        .isThrownBy(() -> requests.submit(REQUEST, Optional.empty())));
            }
            waiting.await();
            assertThatExceptionOfType(DatabaseException.class)
                    .isThrownBy(() -> requests.submit(REQUEST, Optional.empty()))
                    .withMessageContaining("before this one")
                    .matches(DatabaseException::canPass);
        } finally {
            end.countDown();
            callers.shutdown();
        }
    }
}
