package telco.usage.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/**
 * How long a wrong password takes for a user there is and for a name that is nobody's, in milliseconds: the name must not
 * show by it.
 */
record WrongPassword(double millisOfUser, double millisOfNobody) {

    /** The fifth wrong one for a name has to wait. */
    private static final int TRIES = 4;

    /** The medians of four tries each. */
    static WrongPassword time(URI service, String user) {
        List<Double> ofUser = new ArrayList<>();
        List<Double> ofNobody = new ArrayList<>();
        for (int i = 0; i < TRIES; i++) {
            ofUser.add(millis(service, user));
            ofNobody.add(millis(service, "nobody"));
        }
        return new WrongPassword(Samples.median(ofUser), Samples.median(ofNobody));
    }

    private static double millis(URI service, String name) {
        try (Caller stranger = new Caller(service, 1, name, "wrong")) {
            long start = System.nanoTime();
            assertThat(stranger.get("/runs").join().status()).isEqualTo(401);
            return (System.nanoTime() - start) / 1e6;
        }
    }
}
