package telco.usage.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;
import telco.usage.testing.ServiceUnderTest;

@QuarkusTest
@WithTestResource(ServiceUnderTest.class)
class SchemaTest {

    @Inject
    Schema schema;

    @Test
    void isReady_afterStart() {
        assertThat(schema.isReady()).isTrue();
    }
}
