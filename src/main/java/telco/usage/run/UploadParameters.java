package telco.usage.run;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jboss.resteasy.reactive.RestQuery;
import telco.usage.problem.ProblemException;
import telco.usage.upload.UploadName;

/** What an upload says beside its file: as query parameters, or as fields of its form. */
public final class UploadParameters {

    private static final String NAME = "fileName";
    private static final String FORCE = "force";
    private static final String VALIDATE_ONLY = "validateOnly";
    private static final String MAX_REJECTS = "maxRejects";
    private static final String MAX_REJECT_RATIO = "maxRejectRatio";
    private static final String PRIORITY = "priority";

    @Parameter(
            description =
                    "Of an upload: what the file is called. Without it: the name in Content-Disposition or in the form.",
            schema = @Schema(type = SchemaType.STRING, maxLength = 255))
    @RestQuery
    public String fileName;

    @Parameter(
            description = "Of an upload: load the file even if the same content was loaded before.",
            schema = @Schema(type = SchemaType.BOOLEAN, defaultValue = "false"))
    @RestQuery
    public String force;

    @Parameter(
            description = "Of an upload: do everything but make the rows visible.",
            schema = @Schema(type = SchemaType.BOOLEAN, defaultValue = "false"))
    @RestQuery
    public String validateOnly;

    @Parameter(
            description = "Of an upload: stop when more records than this are rejected. Without it: MAX_REJECTS.",
            schema = @Schema(type = SchemaType.INTEGER, minimum = "0"))
    @RestQuery
    public String maxRejects;

    @Parameter(
            description =
                    "Of an upload: stop when a larger part of the records is rejected. Without it: MAX_REJECT_RATIO.",
            schema = @Schema(type = SchemaType.NUMBER, minimum = "0", maximum = "1"))
    @RestQuery
    public String maxRejectRatio;

    @Parameter(
            description = "Of an upload: which waiting run a worker takes next.",
            schema =
                    @Schema(
                            type = SchemaType.STRING,
                            enumeration = {"high", "normal", "backfill"},
                            defaultValue = "normal"))
    @RestQuery
    public String priority;

    private Map<String, String> given() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put(NAME, fileName);
        all.put(FORCE, force);
        all.put(VALIDATE_ONLY, validateOnly);
        all.put(MAX_REJECTS, maxRejects);
        all.put(MAX_REJECT_RATIO, maxRejectRatio);
        all.put(PRIORITY, priority);
        return all;
    }

    /** @throws ProblemException INVALID_REQUEST when any of them is there: a request that names a file says it in its JSON */
    void requireNone() {
        given().forEach((name, value) -> {
            if (value != null) {
                throw ProblemException.invalid(
                        name, "is a parameter of uploads; a request that names a file has it in its JSON body");
            }
        });
    }

    /**
     * These parameters and the fields of a form.
     *
     * @throws ProblemException INVALID_REQUEST when a field is none of them, or is a parameter too
     */
    UploadParameters with(Map<String, String> fields) {
        Map<String, String> all = given();
        fields.forEach((name, value) -> {
            if (!all.containsKey(name)) {
                throw ProblemException.invalid(
                        name, "is no field of this form; its fields are " + String.join(", ", all.keySet()));
            }
            if (all.put(name, value) != null) {
                throw ProblemException.invalid(name, "comes twice, in the address and in the form");
            }
        });
        UploadParameters merged = new UploadParameters();
        merged.fileName = all.get(NAME);
        merged.force = all.get(FORCE);
        merged.validateOnly = all.get(VALIDATE_ONLY);
        merged.maxRejects = all.get(MAX_REJECTS);
        merged.maxRejectRatio = all.get(MAX_REJECT_RATIO);
        merged.priority = all.get(PRIORITY);
        return merged;
    }

    /**
     * What the file is called; empty when they do not say.
     *
     * @throws ProblemException INVALID_REQUEST when it is too long
     */
    Optional<String> name() {
        return UploadName.of(NAME, fileName);
    }

    /**
     * What they ask for.
     *
     * @throws ProblemException INVALID_REQUEST that names the one that is wrong
     */
    RunSubmission submission() {
        RunSubmission submission = new RunSubmission(
                null,
                flag(FORCE, force),
                flag(VALIDATE_ONLY, validateOnly),
                isBlank(maxRejects) ? null : wholeNumber(MAX_REJECTS, maxRejects),
                isBlank(maxRejectRatio) ? null : decimal(MAX_REJECT_RATIO, maxRejectRatio),
                isBlank(priority) ? null : priority);
        submission.requireValid();
        return submission;
    }

    /** A form sends the fields that nobody has filled in, too. */
    private static boolean isBlank(String text) {
        return Objects.requireNonNullElse(text, "").isBlank();
    }

    private static Boolean flag(String name, String text) {
        if (isBlank(text)) {
            return null;
        }
        if (!text.equals("true") && !text.equals("false")) {
            throw ProblemException.invalid(name, "must be true or false");
        }
        return Boolean.valueOf(text);
    }

    private static Long wholeNumber(String name, String text) {
        if (!text.matches("[0-9]{1,18}")) {
            throw ProblemException.invalid(name, "must be a whole number, 0 or more");
        }
        return Long.valueOf(text);
    }

    private static BigDecimal decimal(String name, String text) {
        if (!text.matches("[0-9]{1,18}([.][0-9]{1,18})?")) {
            throw ProblemException.invalid(name, "must be a number");
        }
        return new BigDecimal(text);
    }
}
