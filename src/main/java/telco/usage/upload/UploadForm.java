package telco.usage.upload;

import jakarta.ws.rs.core.HttpHeaders;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.fileupload2.core.AbstractFileUpload;
import org.apache.commons.fileupload2.core.AbstractRequestContext;
import org.apache.commons.fileupload2.core.DiskFileItem;
import org.apache.commons.fileupload2.core.DiskFileItemFactory;
import org.apache.commons.fileupload2.core.FileItemHeaders;
import org.apache.commons.fileupload2.core.FileItemInput;
import org.apache.commons.fileupload2.core.FileItemInputIterator;
import org.apache.commons.fileupload2.core.RequestContext;
import telco.usage.problem.ProblemException;

/** A form with one file and some fields, as browsers and {@code curl -F} send it. Its parts are read as they come, none is kept. */
public final class UploadForm {

    private static final int MOST_PARTS = 20;
    private static final int LONGEST_FIELD = 4 * 1024;
    private static final int LONGEST_HEADERS = 8 * 1024;

    private final Map<String, String> fields = new HashMap<>();
    private Optional<String> fileName = Optional.empty();
    private boolean hasFile;

    private UploadForm() {}

    /** Takes the content of the file, to its end. */
    @FunctionalInterface
    public interface FileUse {
        void take(InputStream content) throws IOException;
    }

    /**
     * Reads a form to its end.
     *
     * @param contentType the request's, with the boundary of the parts
     * @throws ProblemException INVALID_REQUEST when it is no such form, has no file or several, or breaks off
     */
    public static UploadForm read(InputStream body, String contentType, FileUse file) {
        UploadForm form = new UploadForm();
        try {
            FileItemInputIterator parts = new Parts().getItemIterator(new Body(body, contentType));
            for (int part = 1; parts.hasNext(); part++) {
                if (part > MOST_PARTS) {
                    throw ProblemException.invalid("body", "must be a form of at most " + MOST_PARTS + " parts");
                }
                form.take(parts.next(), file);
            }
        } catch (IOException | IllegalArgumentException | IllegalStateException e) {
            // The library has several ways to say that what it reads is nonsense.
            throw ProblemException.invalid(
                    "body", "must be a whole multipart/form-data; it broke off or is not one. Nothing of it was kept");
        }
        if (!form.hasFile) {
            throw ProblemException.invalid("body", "must have one file; this form has none");
        }
        return form;
    }

    private void take(FileItemInput part, FileUse file) throws IOException {
        if (part.isFormField()) {
            takeField(part);
            return;
        }
        String name = UploadName.inDisposition(part.getHeaders().getHeader(HttpHeaders.CONTENT_DISPOSITION));
        // A browser sends a file without a name where none was chosen.
        if (name != null && !name.isBlank()) {
            takeFile(part, name, file);
        }
    }

    private void takeFile(FileItemInput part, String name, FileUse file) throws IOException {
        if (hasFile) {
            throw ProblemException.invalid("body", "must have one file; this form has several. Send each by itself");
        }
        hasFile = true;
        fileName = UploadName.of(HttpHeaders.CONTENT_DISPOSITION, name);
        try (InputStream content = part.getInputStream()) {
            file.take(content);
        }
    }

    private void takeField(FileItemInput part) throws IOException {
        try (InputStream content = part.getInputStream()) {
            byte[] value = content.readNBytes(LONGEST_FIELD + 1);
            if (value.length > LONGEST_FIELD) {
                throw ProblemException.invalid(part.getFieldName(), "must be shorter");
            }
            if (fields.put(part.getFieldName(), new String(value, StandardCharsets.UTF_8)) != null) {
                throw ProblemException.invalid(part.getFieldName(), "must come once");
            }
        }
    }

    /** The other parts by their names. */
    public Map<String, String> fields() {
        return Map.copyOf(fields);
    }

    /** What the caller calls the file. */
    public Optional<String> fileName() {
        return fileName;
    }

    private static final class Body extends AbstractRequestContext<InputStream> {

        private final InputStream content;
        private final String contentType;

        Body(InputStream content, String contentType) {
            super(name -> null, () -> -1, content);
            this.content = content;
            this.contentType = contentType;
        }

        @Override
        public String getCharacterEncoding() {
            return StandardCharsets.UTF_8.name();
        }

        @Override
        public String getContentType() {
            return contentType;
        }

        @Override
        public InputStream getInputStream() {
            return content;
        }
    }

    /** The library without its ways to keep parts in memory or in files of its own. */
    private static final class Parts extends AbstractFileUpload<Body, DiskFileItem, DiskFileItemFactory> {

        Parts() {
            setHeaderCharset(StandardCharsets.UTF_8);
            setMaxPartHeaderSize(LONGEST_HEADERS);
        }

        /** Asked for first, of every part: the library itself would not say what it cannot read. */
        @Override
        public String getFieldName(FileItemHeaders headers) {
            UploadName.inDisposition(headers.getHeader(HttpHeaders.CONTENT_DISPOSITION));
            return super.getFieldName(headers);
        }

        @Override
        public FileItemInputIterator getItemIterator(Body body) throws IOException {
            return super.getItemIterator((RequestContext) body);
        }

        @Override
        public Map<String, List<DiskFileItem>> parseParameterMap(Body body) {
            throw new UnsupportedOperationException("parts are not kept");
        }

        @Override
        public List<DiskFileItem> parseRequest(Body body) {
            throw new UnsupportedOperationException("parts are not kept");
        }
    }
}
