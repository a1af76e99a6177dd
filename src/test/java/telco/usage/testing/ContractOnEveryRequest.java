package telco.usage.testing;

import io.quarkus.test.junit.callback.QuarkusTestBeforeClassCallback;
import io.restassured.RestAssured;

/** Holds all that tests ask over HTTP, and all that they are answered, against the OpenAPI document. */
public final class ContractOnEveryRequest implements QuarkusTestBeforeClassCallback {

    @Override
    public void beforeClass(Class<?> testClass) {
        ServiceContract.forget();
        RestAssured.replaceFiltersWith(new ContractFilter());
    }
}
