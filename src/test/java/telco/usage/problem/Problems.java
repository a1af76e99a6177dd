package telco.usage.problem;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.stringContainsInOrder;

import io.restassured.builder.ResponseSpecBuilder;
import io.restassured.specification.ResponseSpecification;
import java.util.List;
import org.hamcrest.Matcher;
import org.hamcrest.Matchers;

/** What every problem document looks like. */
public final class Problems {

    private Problems() {}

    /** A whole problem with this code and its status, whose detail shows {@code words} in this order and nothing of ours. */
    public static ResponseSpecification problem(ProblemCode code, String... words) {
        return new ResponseSpecBuilder()
                .expectStatusCode(code.status())
                .expectContentType("application/problem+json")
                .expectBody("code", equalTo(code.name()))
                .expectBody("status", equalTo(code.status()))
                .expectBody("type", equalTo(code.type()))
                .expectBody("title", equalTo(code.title()))
                .expectBody("instance", notNullValue())
                .expectBody("detail", Matchers.<String>allOf(stringContainsInOrder(List.of(words)), leaksNothing()))
                .build();
    }

    private static Matcher<String> leaksNothing() {
        return not(Matchers.matchesRegex("(?is).*(jackson|telco\\.usage\\.|java\\.|exception|jakarta|`).*"));
    }
}
