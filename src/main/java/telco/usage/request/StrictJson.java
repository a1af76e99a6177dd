package telco.usage.request;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.deser.std.StringDeserializer;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.type.LogicalType;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import telco.usage.problem.ProblemCode;
import telco.usage.problem.ProblemException;
import telco.usage.problem.Refusal;

/**
 * Reads a request's JSON body exactly as it was meant: no field that nobody knows, none twice, no text taken for a
 * number, nothing behind the object. What is wrong is told by field, line and column.
 */
public final class StrictJson {

    /** Ours are short: a larger body is a mistake, and no reason to fill the memory. */
    static final int MAX_BYTES = 64 * 1024;

    private static final Pattern JSON = Pattern.compile("application/json\\s*(;.*)?", Pattern.CASE_INSENSITIVE);

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            // 1.5 is no whole number, and not 1 either.
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .withCoercionConfig(LogicalType.Textual, config -> {
                config.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail);
                config.setCoercion(CoercionInputShape.Float, CoercionAction.Fail);
                config.setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
            })
            .addModule(new SimpleModule().addDeserializer(String.class, new TextDeserializer()))
            .build();

    private StrictJson() {}

    /** A text that has the one character that the database takes in none. */
    private static final class NulInText extends JsonMappingException {

        private static final long serialVersionUID = 1L;

        NulInText(JsonParser parser) {
            super(parser, "NUL");
        }
    }

    /** Reads a text as Jackson does, but for that. */
    private static final class TextDeserializer extends StringDeserializer {

        private static final long serialVersionUID = 1L;

        @Override
        public String deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            String text = super.deserialize(parser, context);
            if (text != null && text.indexOf('\0') >= 0) {
                throw new NulInText(parser);
            }
            return text;
        }
    }

    /**
     * The body as {@code type}; empty when the request has no body. Some clients announce a media type although they
     * send none, so the media type only matters for what is there.
     *
     * @param announced the request's Content-Type, null when it has none
     * @throws ProblemException INVALID_REQUEST, PAYLOAD_TOO_LARGE or UNSUPPORTED_MEDIA_TYPE
     * @throws IOException when the caller's connection breaks
     */
    public static <T> Optional<T> read(InputStream body, String announced, Class<T> type) throws IOException {
        byte[] bytes = body.readNBytes(MAX_BYTES + 1);
        if (bytes.length == 0) {
            return Optional.empty();
        }
        if (bytes.length > MAX_BYTES || !isJson(announced)) {
            throw refusal(announced);
        }
        return Optional.of(parse(bytes, type));
    }

    /**
     * What is said of a body that is too long: of one that is no JSON either, how to send that.
     *
     * @param announced its Content-Type, null when it has none
     */
    static ProblemException refusal(String announced) {
        if (isJson(announced)) {
            return new ProblemException(
                    ProblemCode.PAYLOAD_TOO_LARGE, "The JSON body is larger than " + MAX_BYTES + " bytes.");
        }
        return Refusal.of(415);
    }

    private static boolean isJson(String announced) {
        return announced == null || JSON.matcher(announced).matches();
    }

    private static <T> T parse(byte[] bytes, Class<T> type) {
        T value;
        try {
            value = MAPPER.readValue(bytes, type);
        } catch (JsonMappingException e) {
            throw e.getCause() instanceof JsonMappingException
                            || e.getCause() instanceof InputCoercionException
                            || !(e.getCause() instanceof JacksonException syntax)
                    ? misfit(e)
                    : notJson(syntax.getLocation());
        } catch (JacksonException e) {
            throw notJson(e.getLocation());
        } catch (IOException e) {
            throw notJson(null);
        }
        if (value == null) {
            throw notOneObject();
        }
        return value;
    }

    private static ProblemException misfit(JsonMappingException e) {
        if (e instanceof UnrecognizedPropertyException unknown) {
            return ProblemException.invalid(
                    shortened(unknown.getPropertyName()),
                    "is no field of this request%s; its fields are %s"
                            .formatted(place(e.getLocation()), fields(unknown)));
        }
        if (e.getPath().isEmpty()) {
            return notOneObject();
        }
        String field = e.getPath().get(e.getPath().size() - 1).getFieldName();
        if (e instanceof NulInText) {
            return ProblemException.invalid(field, "must not have a NUL character" + place(e.getLocation()));
        }
        return ProblemException.invalid(field, "must be " + named(expected(e)) + place(e.getLocation()));
    }

    private static Class<?> expected(JsonMappingException e) {
        if (e.getCause() instanceof InputCoercionException overflow) {
            return overflow.getTargetType();
        }
        return e instanceof MismatchedInputException mismatch ? mismatch.getTargetType() : null;
    }

    private static String fields(UnrecognizedPropertyException unknown) {
        return unknown.getKnownPropertyIds().stream()
                .map(Object::toString)
                .sorted()
                .collect(Collectors.joining(", "));
    }

    private static String named(Class<?> type) {
        if (type == Boolean.class) {
            return "true or false";
        }
        if (type == Long.class || type == long.class) {
            return "a whole number";
        }
        if (type == BigDecimal.class) {
            return "a number";
        }
        return type == String.class ? "a text" : "another type of value";
    }

    private static ProblemException notOneObject() {
        return new ProblemException(
                ProblemCode.INVALID_REQUEST, "The body must be one JSON object, with nothing before or behind it.");
    }

    private static ProblemException notJson(JsonLocation location) {
        return new ProblemException(
                ProblemCode.INVALID_REQUEST,
                "The body is not valid JSON%s: a syntax error, or a field that comes twice."
                        .formatted(place(location)));
    }

    private static String place(JsonLocation location) {
        return location == null ? "" : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
    }

    static String shortened(String name) {
        return name.length() <= 100 ? name : name.substring(0, 100) + "…";
    }
}
