package telco.usage.load.copy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowSorterTest {

    private static final long DAY = 16_826;

    @TempDir
    Path directory;

    private static byte[] row(Random random, int order) {
        byte[] row = new byte[Spooled.BYTES];
        random.nextBytes(row);
        long micro = random.nextInt(3) == 0 ? random.nextInt(4) : random.nextLong(SpooledDay.MICROS_PER_DAY);
        Spooled.int64(row, Spooled.MICROS, DAY * SpooledDay.MICROS_PER_DAY + micro);
        if (random.nextInt(3) > 0) {
            Spooled.int64(row, Spooled.IDENTITY, random.nextInt(3) - 1);
            Spooled.int64(row, Spooled.IDENTITY + 8, random.nextInt(3) - 1);
        }
        Spooled.int32(row, Spooled.BLOCK, order / 100);
        Spooled.int32(row, Spooled.OFFSET, order % 100);
        return row;
    }

    private void assertSorted(int rows, int inMemory, long seed) throws IOException {
        Random random = new Random(seed);
        List<ByteBuffer> expected = new ArrayList<>();
        try (SpooledDay day = new SpooledDay(DAY, directory)) {
            for (int i = 0; i < rows; i++) {
                byte[] row = row(random, i);
                day.append(row, row.length);
                expected.add(ByteBuffer.wrap(row));
            }
            expected.sort((a, b) -> Spooled.compare(a, 0, b, 0));
            List<ByteBuffer> sorted = new ArrayList<>();
            try (SortedRows result = new RowSorter(inMemory).sort(day, directory)) {
                byte[] row = new byte[Spooled.BYTES];
                while (result.next(row)) {
                    sorted.add(ByteBuffer.wrap(row.clone()));
                }
            }
            assertThat(sorted)
                    .as("%d rows, %d in memory, seed %d", rows, inMemory, seed)
                    .isEqualTo(expected);
        }
    }

    @Test
    void day_thatFits_isSortedInMemory() throws IOException {
        long seed = System.nanoTime();
        for (int rows : new int[] {0, 1, 2, 100, 5_000}) {
            assertSorted(rows, 5_000, seed);
        }
    }

    @Test
    void day_thatDoesNotFit_isMergedFromDisk() throws IOException {
        long seed = System.nanoTime();
        assertSorted(5_000, 4_999, seed);
        assertSorted(5_000, 100, seed);
        assertSorted(20_000, 37, seed);
    }

    @Test
    void spool_leavesNoFileBehind() throws IOException {
        assertSorted(1_000, 10, 1);
        try (var files = Files.list(directory)) {
            assertThat(files).isEmpty();
        }
    }
}
