package telco.usage.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BodyRoomTest {

    private final BodyRoom room = new BodyRoom(100);

    @Test
    void fullRoom_takesNoMore_untilSomethingIsReleased() {
        assertThat(room.take(60)).isTrue();
        assertThat(room.take(41)).isFalse();
        assertThat(room.take(40)).isTrue();
        assertThat(room.take(1)).isFalse();
        assertThat(room.take(0)).as("of an ordinary body nothing counts").isTrue();

        room.release(60);

        assertThat(room.left()).isEqualTo(60);
        assertThat(room.take(60)).isTrue();
    }

    @Test
    void ordinaryBody_findsRoom_whileLongOnesAreRefused() {
        assertThat(room.take(100)).isTrue();
        CompletableFuture<Void> longOnes = CompletableFuture.runAsync(() -> {
            for (int i = 0; i < 1_000_000; i++) {
                room.take(60);
            }
        });
        while (!longOnes.isDone()) {
            assertThat(room.take(0)).isTrue();
        }
        assertThat(room.left()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "100, 0", "4096, 0", "4097, 1", "65536, 61440"})
    void onlyWhatIsBeyondAnOrdinaryBody_counts(int length, int counted) {
        assertThat(BodyRoom.counted(length)).isEqualTo(counted);
    }
}
