package telco.usage.run;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The trace that a request belongs to, kept with its run: whoever works on that, in whichever process, goes on with the trace.
 *
 * @param value in the form of the traceparent header (W3C Trace Context)
 */
public record TraceParent(String value) {

    private static final Pattern FORM = Pattern.compile("00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})");

    /** That of the request in hand; empty when it has none, or traces are off. */
    static Optional<TraceParent> current() {
        SpanContext context = Span.current().getSpanContext();
        return context.isValid()
                ? Optional.of(new TraceParent("00-%s-%s-%s"
                        .formatted(
                                context.getTraceId(),
                                context.getSpanId(),
                                context.getTraceFlags().asHex())))
                : Optional.empty();
    }

    /** What the spans of the run are put under; invalid, which puts them under nothing, when it has no such form. */
    public SpanContext spanContext() {
        Matcher parts = FORM.matcher(value);
        return parts.matches()
                ? SpanContext.createFromRemoteParent(
                        parts.group(1), parts.group(2), TraceFlags.fromHex(parts.group(3), 0), TraceState.getDefault())
                : SpanContext.getInvalid();
    }
}
