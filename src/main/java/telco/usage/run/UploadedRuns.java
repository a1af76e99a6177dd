package telco.usage.run;

import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;
import telco.usage.audit.Actor;
import telco.usage.audit.Caller;
import telco.usage.problem.ProblemException;
import telco.usage.request.UploadType;
import telco.usage.upload.Received;
import telco.usage.upload.UploadForm;
import telco.usage.upload.UploadName;
import telco.usage.upload.UploadSlots;

/** Makes runs of files that come as bodies of requests: first the file is on disk for good, then there is a run. */
@Singleton
final class UploadedRuns {

    private static final Logger LOG = Logger.getLogger(UploadedRuns.class);
    private static final String UNNAMED = "upload.csv";

    private final RunFiles files;
    private final UploadSlots slots;
    private final RequestedRuns runs;
    private final Caller caller;

    UploadedRuns(UploadedFiles files, UploadSlots slots, RequestedRuns runs, Caller caller) {
        this.files = files.files();
        this.slots = slots;
        this.runs = runs;
        this.caller = caller;
    }

    /** A request as far as it is known before its body is read. */
    record Upload(
            UploadType type, HttpHeaders headers, UploadParameters parameters, Optional<String> key, Actor actor) {

        Upload {
            type.requireReadable(headers.getHeaderString(HttpHeaders.CONTENT_ENCODING));
            parameters.submission();
            parameters.name();
            nameInHeader(type, headers);
        }

        /** In a form it stands with the file. */
        private static Optional<String> nameInHeader(UploadType type, HttpHeaders headers) {
            String header = headers.getHeaderString(HttpHeaders.CONTENT_DISPOSITION);
            return type == UploadType.FORM
                    ? Optional.empty()
                    : UploadName.of(HttpHeaders.CONTENT_DISPOSITION, UploadName.inDisposition(header));
        }

        Optional<String> nameInHeader() {
            return nameInHeader(type, headers);
        }
    }

    /** What has come. */
    private record Arrived(Received content, Optional<String> name, Map<String, String> fields) {}

    /**
     * Receives the file and queues its run.
     *
     * @throws ProblemException TOO_MANY_UPLOADS, QUEUE_FULL, STORAGE_UNAVAILABLE, PAYLOAD_TOO_LARGE, IDEMPOTENCY_KEY_REUSED, or
     *     INVALID_REQUEST when the body is not what it should be or does not arrive whole; nothing of it is kept then
     */
    Submitted submit(Upload upload, InputStream body) {
        upload.parameters().submission().requireAllowed(caller);
        runs.requireRoom(upload.key());
        return slots.receive(() -> files.submit("", file -> submit(upload, file, receive(upload, file, body))));
    }

    private Arrived receive(Upload upload, Path file, InputStream body) {
        Arrived arrived = switch (upload.type()) {
            case CSV, PACKED -> new Arrived(files.folder().receive(file, body), upload.nameInHeader(), Map.of());
            case FORM -> receiveForm(upload, file, body);
        };
        if (arrived.content().sizeBytes() == 0) {
            throw ProblemException.invalid("body", "is to be a file, and has no byte in it");
        }
        return arrived;
    }

    private Arrived receiveForm(Upload upload, Path file, InputStream body) {
        AtomicReference<Received> content = new AtomicReference<>();
        UploadForm form = UploadForm.read(
                files.folder().limited(body),
                upload.headers().getHeaderString(HttpHeaders.CONTENT_TYPE),
                part -> content.set(files.folder().receive(file, part)));
        return new Arrived(content.get(), form.fileName(), form.fields());
    }

    private Submitted submit(Upload upload, Path file, Arrived arrived) {
        UploadParameters parameters = upload.parameters().with(arrived.fields());
        RunSubmission submission = parameters.submission();
        submission.requireAllowed(caller);
        String name = parameters.name().or(arrived::name).orElse(UNNAMED);
        Received content = arrived.content();
        Optional<RequestKey> key =
                upload.key().map(value -> RequestKey.of(value, submission.meaning("upload", content.sha256(), name)));
        RunRequest request = submission.request(RunTrigger.UPLOAD, upload.actor(), name, file, content.sizeBytes());
        Submitted submitted = key.flatMap(runs::earlier).orElseGet(() -> runs.submit(request, key));
        if (!submitted.repeated()) {
            LOG.infof("%s was uploaded, %d bytes", submitted.run().label(), content.sizeBytes());
        }
        return submitted;
    }
}
