package telco.usage.retention;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import telco.usage.testing.Api;
import telco.usage.testing.RealFile;
import telco.usage.testing.ServiceUnderTest;
import telco.usage.testing.Warehouse;

/** The provider's rows where only six months are kept: they are ten years old. */
@QuarkusTest
@WithTestResource(ServiceUnderTest.class)
@TestProfile(RetentionTest.SixMonths.class)
class ExpiredRealFileTest {

    @BeforeEach
    void emptyWarehouse() {
        Warehouse.clear();
    }

    @Test
    void load_expiresAllOfItAndSaysWhy() throws IOException {
        JsonPath run = Api.load("real.csv", Files.readAllBytes(RealFile.require()));
        assertThat(run.getLong("rows.read")).isEqualTo(RealFile.READ);
        assertThat(run.getLong("rows.expired")).isEqualTo(RealFile.READ);
        assertThat(run.getLong("rows.loaded")).isZero();
        assertThat(run.getLong("rows.duplicateInFile")).isZero();
        assertThat(run.getString("charge.expired")).isEqualTo("9489.841753");
        assertThat(run.getString("findings[0].check")).isEqualTo("expired_rows");
        assertThat(run.getString("findings[0].message"))
                .contains("RETENTION_PERIOD_MONTHS=6", "ENABLE_RETENTION_POLICY=false");
        assertThat(Warehouse.count("public.telco_billings_usage")).isZero();
    }
}
