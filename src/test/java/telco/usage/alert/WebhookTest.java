package telco.usage.alert;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import telco.usage.alert.WebhookUnderTest.Answer;
import telco.usage.alert.WebhookUnderTest.Endpoint;
import telco.usage.alert.WebhookUnderTest.Post;
import telco.usage.database.Schema;
import telco.usage.testing.Api;
import telco.usage.testing.ServiceUnderTest;
import telco.usage.testing.Warehouse;

/** Alerts as a webhook gets them, from real runs: what it is told, how often, and what becomes of one that fails. */
@QuarkusTest
@WithTestResource(ServiceUnderTest.class)
@WithTestResource(WebhookUnderTest.class)
class WebhookTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String GOOD = "1,2026-03-01T10:00:00.000+02:00,DATA,1,0,0,5,0.5,2026-03\n";
    private static final String EMPTY = "\n";

    Endpoint endpoint;

    @Inject
    Deliveries deliveries;

    @Inject
    AlertMail mail;

    @Inject
    Webhook webhook;

    @Inject
    AlertCounter counter;

    @Inject
    AlertConfig config;

    @Inject
    Schema schema;

    @BeforeEach
    void forgetEarlierAlerts() {
        Warehouse.clear();
        endpoint.posts.clear();
        endpoint.answers.clear();
    }

    @Test
    void alert_isPostedWithItsSignature_withinAMinuteOfTheRunsEnd() throws Exception {
        long start = System.nanoTime();
        JsonPath run = Api.load("empty <7>.csv", EMPTY);
        Post post = posts(1).get(0);
        System.out.printf(
                "alert arrived %d ms after the file was submitted%n", (System.nanoTime() - start) / 1_000_000);

        JsonNode body = new ObjectMapper().readTree(post.body());
        assertThat(body.path("text").asText())
                .startsWith("*[telco usage] FAILED: empty &lt;7&gt;.csv (run " + run.getInt("id") + ")*\n")
                .contains("FILE_EMPTY", "https://usage.example.com/runs/" + run.getInt("id"));
        assertThat(body.path("runId").asInt()).isEqualTo(run.getInt("id"));
        assertThat(body.path("severity").asText()).isEqualTo("ERROR");
        assertThat(body.path("audience").asText()).isEqualTo("PROVIDER");
        assertThat(post.header("X-telco-signature"))
                .isEqualTo("sha256=" + hmac(post.header("X-telco-timestamp") + "." + post.body()));

        JsonPath told = await().atMost(SOON)
                .until(() -> Api.run(run.getInt("id")), seen -> "SENT".equals(seen.getString("alerts[0].state")));
        assertThat(told.getString("alerts[0].to"))
                .startsWith("http://127.0.0.1:")
                .doesNotContain("T0K3N");
        assertThat(told.getString("alerts[0].channel")).isEqualTo("WEBHOOK");
    }

    @Test
    void endpointThatFails_isAskedAgain_untilItHasAnswered_andThenNeverAgain() {
        endpoint.answers.addAll(List.of(Answer.of(500), new Answer(302, "Location", "/elsewhere"), Answer.SILENCE));
        int id = Api.load("broken.csv", EMPTY).getInt("id");
        hurry(1);
        hurry(2);
        // The third was taken, and never answered.
        hurry(3);
        List<Post> posts = posts(4);
        assertThat(posts.stream().map(Post::answered)).containsExactly(500, 302, 0, 200);
        assertThat(posts.stream().map(post -> post.header("X-telco-delivery")).distinct())
                .as("a receiver knows it by this")
                .hasSize(1);
        await().atMost(SOON).until(() -> Api.run(id), seen -> "SENT".equals(seen.getString("alerts[0].state")));
        assertThat(Api.run(id).getInt("alerts[0].attempts")).isEqualTo(4);

        Api.load("other.csv", EMPTY);
        posts(5);
    }

    /** Several instances send from one outbox: here two senders, which begin at once. */
    @Test
    void twoSenders_sendEachAlertOnce() {
        AlertSender second = new AlertSender(deliveries, mail, webhook, counter, config, schema);
        second.onStart(new StartupEvent());
        try {
            for (char name = 'a'; name < 'a' + 20; name++) {
                Api.load("two-senders-" + name + ".csv", EMPTY);
            }
            await().atMost(SOON).until(() -> Warehouse.count("ingest.alert_delivery where state = 'SENT'") == 20);
        } finally {
            second.onStop(new ShutdownEvent());
        }
        assertThat(posts(20).stream().map(post -> post.header("X-telco-delivery")))
                .doesNotHaveDuplicates();
    }

    @Test
    void retryAfter_isAsLongAsItSays() {
        endpoint.answers.add(new Answer(429, "Retry-After", "3600"));
        int id = Api.load("patience.csv", EMPTY).getInt("id");
        await().atMost(SOON).until(() -> Api.run(id).getString("alerts[0].error") != null);
        assertThat(
                        Warehouse.rows(
                                "select next_attempt_at > clock_timestamp() + interval '50 minutes' from ingest.alert_delivery"))
                .containsExactly("t");
    }

    @Test
    void redirect_isAFailureThatSaysWhatToDo() {
        endpoint.answers.add(new Answer(301, "Location", "http://127.0.0.1:1/"));
        int id = Api.load("moved.csv", EMPTY).getInt("id");
        JsonPath run = await().atMost(SOON).until(() -> Api.run(id), seen -> seen.getString("alerts[0].error") != null);
        assertThat(run.getString("alerts[0].error"))
                .isEqualTo("it answered 301, a redirect: set WEBHOOK_URL to where it leads");
        assertThat(run.getString("alerts[0].state")).isEqualTo("PENDING");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(
                                given().get("/q/metrics").then().extract().asString())
                        .contains("telco_alerts_pending{channel=\"WEBHOOK\"} 1.0")
                        .as("a webhook's address is as good as a password")
                        .doesNotContain("T0K3N"));
    }

    @Test
    void whatNobodyTakes_isGivenUpInTheEnd() {
        endpoint.answers.add(Answer.of(500));
        endpoint.answers.add(Answer.of(500));
        int id = Api.load("given-up.csv", EMPTY).getInt("id");
        await().atMost(SOON).until(() -> Api.run(id).getString("alerts[0].error") != null);
        Warehouse.execute("update ingest.alert set occurred_at = occurred_at - interval '25 hours'");
        hurry(1);
        JsonPath run = await().atMost(SOON)
                .until(() -> Api.run(id), seen -> "FAILED".equals(seen.getString("alerts[0].state")));
        assertThat(run.getString("alerts[0].error")).isEqualTo("it answered 500");
    }

    /** The same problem again is counted, told once more when the window is over, and its end is told once. */
    @Test
    void sameProblemAgain_isCounted_andItsEndIsToldOnce() {
        Api.load("weekly_01.csv", EMPTY);
        posts(1);
        int again = Api.load("weekly_02.csv", EMPTY + EMPTY).getInt("id");
        Api.load("weekly_03.csv", EMPTY + EMPTY + EMPTY);
        Api.load("monthly.csv", EMPTY);
        assertThat(posts(2).get(1).body()).contains("monthly.csv");
        assertThat(Api.run(again).getList("alerts.state")).containsExactly("GROUPED");

        Warehouse.execute("update ingest.alert set occurred_at = occurred_at - interval '2 hours'");
        assertThat(posts(3).get(2).body()).contains("REPEATED", "2 more times in 60 minutes", "weekly_01.csv");

        Api.load("weekly_04.csv", GOOD);
        assertThat(posts(4).get(3).body()).contains("RECOVERED", "weekly_04.csv");
        Api.load("weekly_05.csv", GOOD.replace("2026-03", "2026-04"));
        Api.load("last.csv", EMPTY);
        assertThat(posts(5).get(4).body()).contains("last.csv");
    }

    @Test
    void runThatNobodyNeedsToSee_isToldNobody() {
        Api.load("good.csv", GOOD);
        Api.load("bad.csv", EMPTY);
        assertThat(posts(1).get(0).body()).contains("bad.csv");
        assertThat(Warehouse.count("ingest.alert")).isEqualTo(1);
    }

    /** Has what has failed so often tried again at once. */
    private void hurry(int attempts) {
        await().atMost(SOON)
                .until(() ->
                        Warehouse.count("ingest.alert_delivery where claimed_until is null and attempts = " + attempts)
                                == 1);
        Warehouse.execute(
                "update ingest.alert_delivery set next_attempt_at = clock_timestamp() where state = 'PENDING'");
    }

    private List<Post> posts(int count) {
        await().atMost(SOON).until(() -> endpoint.posts.size() >= count);
        assertThat(endpoint.posts).hasSize(count);
        return endpoint.posts;
    }

    private static String hmac(String text) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(WebhookUnderTest.SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    }
}
