package telco.usage.alert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Singleton;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Posts an alert as JSON to one address. The field {@code text} is what chat systems show; the header X-Telco-Signature is
 * the HMAC-SHA256, by WEBHOOK_SECRET, of X-Telco-Timestamp, a point and the body.
 */
@Singleton
final class Webhook {

    private static final String ALGORITHM = "HmacSHA256";

    private final AlertConfig config;
    private final ObjectMapper json;
    private final Clock clock;
    private final WebhookClient client;

    Webhook(AlertConfig config, ObjectMapper json, Clock clock, WebhookClient client) {
        this.config = config;
        this.json = json;
        this.clock = clock;
        this.client = client;
    }

    /**
     * Blocks until the other side has answered.
     *
     * @throws NotTakenException when it has not answered 2xx within WEBHOOK_TIMEOUT, or may not be connected to
     */
    void send(Delivery delivery) throws InterruptedException {
        String body = body(delivery);
        String timestamp = Long.toString(clock.instant().getEpochSecond());
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/json");
        headers.put("User-Agent", "telco-usage-loader");
        headers.put("X-Telco-Delivery", Long.toString(delivery.id()));
        headers.put("X-Telco-Timestamp", timestamp);
        config.webhookSecret()
                .filter(secret -> !secret.isBlank())
                .ifPresent(secret ->
                        headers.put("X-Telco-Signature", "sha256=" + signature(secret, timestamp + "." + body)));
        WebhookClient.Answer answer = client.post(URI.create(delivery.target().address()), headers, body);
        int status = answer.status();
        if (status < 200 || status > 299) {
            // Where a redirect leads nobody has signed for: it is a failure that says so.
            String hint = status >= 300 && status < 400 ? ", a redirect: set WEBHOOK_URL to where it leads" : "";
            throw new NotTakenException(
                    "it answered " + status + hint,
                    retryAfter(answer.retryAfter()).orElse(null));
        }
    }

    private static Optional<Duration> retryAfter(String header) {
        return Optional.ofNullable(header)
                .filter(seconds -> seconds.matches("[0-9]{1,5}"))
                .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)));
    }

    private String body(Delivery delivery) {
        Notice notice = delivery.notice();
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("text", text(notice));
        body.put("delivery", delivery.id());
        body.put("kind", delivery.kind());
        body.put("severity", delivery.severity());
        body.put("audience", delivery.audience());
        body.put("occurredAt", delivery.occurredAt().toString());
        body.put("runId", delivery.runId());
        body.put("subject", notice.subject());
        body.put("error", notice.error());
        body.put("problems", notice.problems());
        body.put("advice", notice.advice());
        body.put("link", notice.link());
        try {
            return json.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a notice is plain data", e);
        }
    }

    private static String text(Notice notice) {
        List<String> lines = new ArrayList<>(List.of("*" + notice.subject() + "*", notice.headline()));
        if (notice.error() != null) {
            lines.add(notice.error());
        }
        notice.problems().forEach(problem -> lines.add("• " + problem.text()));
        lines.add(notice.advice());
        if (notice.link() != null) {
            lines.add(notice.link());
        }
        // What these characters mean to chat systems, a file's name must not be able to say.
        return String.join("\n", lines)
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;");
    }

    private static String signature(String secret, String signed) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            return HexFormat.of().formatHex(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }
}
