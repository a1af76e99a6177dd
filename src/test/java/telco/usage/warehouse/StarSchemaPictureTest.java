package telco.usage.warehouse;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import telco.usage.testing.ServiceUnderTest;

/** The picture in the docs is that of the tables. */
@QuarkusTest
@WithTestResource(ServiceUnderTest.class)
class StarSchemaPictureTest {

    private static final Path PICTURE = Path.of("docs/star-schema.svg");

    @Test
    void pictureInTheDocs_showsTheTablesAsTheyAre() throws IOException {
        String drawn = StarSchemaPicture.of(StarSchema.read());
        if (Boolean.getBoolean("picture.write")) {
            Files.writeString(PICTURE, drawn);
        }
        assertThat(PICTURE)
                .as(
                        "The tables have changed: draw them anew by ./mvnw test -Dtest=StarSchemaPictureTest -Dpicture.write=true")
                .hasContent(drawn);
    }
}
