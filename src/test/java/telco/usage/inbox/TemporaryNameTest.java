package telco.usage.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TemporaryNameTest {

    @Test
    void is_namesOfFilesThatAreBeingWritten() {
        assertThat(List.of(
                        ".usage.csv.x7Gh",
                        ".hidden",
                        "usage.csv.tmp",
                        "usage.csv.part",
                        "usage.PARTIAL",
                        "usage.csv.filepart",
                        "usage.csv.Crdownload",
                        ".usage.csv.swp",
                        "usage.swp",
                        "usage.csv~"))
                .allMatch(TemporaryName::is);
    }

    @Test
    void is_notOtherNames() {
        assertThat(List.of("usage.csv", "usage", "tmp", "part", "usage.tmp.csv", "usage_part.csv", "~usage.csv"))
                .noneMatch(TemporaryName::is);
    }
}
