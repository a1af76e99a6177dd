package telco.usage.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import telco.usage.problem.ProblemCode;
import telco.usage.problem.ProblemException;

class InputFilesTest {

    @TempDir
    Path folder;

    private Path first;
    private Path second;
    private Path inbox;
    private Path outside;
    private InputFiles files;

    private record Settings(Optional<List<String>> directories, Optional<String> defaultFile, Optional<String> inbox)
            implements InputConfig {}

    @BeforeEach
    void createFolders() throws IOException {
        // The real path, so that expectations hold where the temporary folder is behind a link.
        Path base = folder.toRealPath();
        first = Files.createDirectory(base.resolve("first"));
        second = Files.createDirectory(base.resolve("second"));
        inbox = Files.createDirectory(base.resolve("inbox"));
        outside = Files.createDirectory(base.resolve("outside"));
        Files.writeString(outside.resolve("secret.csv"), "secret");
        files = filesOf(new Settings(
                Optional.of(List.of(first.toString(), " " + second + " ", "")),
                Optional.of(base.resolve("default/usage.csv").toString()),
                Optional.of(inbox.toString())));
    }

    private static InputFiles filesOf(InputConfig config) {
        InputDirectories directories = new InputDirectories(config);
        directories.create(null);
        return new InputFiles(directories, config);
    }

    private ProblemCode refusal(String path) {
        return refusalOf(path).code();
    }

    private ProblemException refusalOf(String path) {
        ProblemException problem = catchThrowableOfType(ProblemException.class, () -> files.resolve(path));
        assertThat(problem).as("path <%s> is refused", path).isNotNull();
        return problem;
    }

    @Test
    void resolve_relativePathIsLookedUpInOrder() throws IOException {
        Files.writeString(second.resolve("usage.csv"), "22");
        assertThat(files.resolve("usage.csv")).isEqualTo(new InputFile("usage.csv", second.resolve("usage.csv"), 2));
        Files.writeString(first.resolve("usage.csv"), "1");
        assertThat(files.resolve("usage.csv").path()).isEqualTo(first.resolve("usage.csv"));
    }

    @Test
    void resolve_findsFilesInSubfoldersAndInTheInbox() throws IOException {
        Files.createDirectories(first.resolve("2016/01"));
        Files.writeString(first.resolve("2016/01/usage.csv"), "x");
        Files.writeString(inbox.resolve("dropped.csv"), "x");
        assertThat(files.resolve("2016/./01/usage.csv").name()).isEqualTo("usage.csv");
        assertThat(files.resolve("dropped.csv").path()).isEqualTo(inbox.resolve("dropped.csv"));
    }

    @Test
    void resolve_absolutePathInsideIsTaken() throws IOException {
        Path file = Files.writeString(second.resolve("usage.csv"), "x");
        assertThat(files.resolve(file.toString()).path()).isEqualTo(file);
    }

    @Test
    void resolve_zeroByteFileIsTaken() throws IOException {
        Files.createFile(first.resolve("empty.csv"));
        assertThat(files.resolve("empty.csv").sizeBytes()).isZero();
    }

    @Test
    void resolve_missingFile() {
        assertThat(refusal("missing.csv")).isEqualTo(ProblemCode.FILE_NOT_FOUND);
        assertThat(refusal(first + "/missing.csv")).isEqualTo(ProblemCode.FILE_NOT_FOUND);
        assertThat(refusal("file:///etc/passwd")).isEqualTo(ProblemCode.FILE_NOT_FOUND);
        // Nothing is decoded: these are names like any other.
        for (String encoded :
                List.of("%2e%2e/outside/secret.csv", "%252e%252e%252foutside/secret.csv", "..%c0%af/x", "...//x")) {
            assertThat(refusal(encoded)).as(encoded).isEqualTo(ProblemCode.FILE_NOT_FOUND);
        }
    }

    @Test
    void resolve_pathThroughAFileIsMissing() throws IOException {
        Files.writeString(first.resolve("usage.csv"), "x");
        assertThat(refusal("usage.csv/more")).isEqualTo(ProblemCode.FILE_NOT_FOUND);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"..", "../outside/secret.csv", "a/../../outside/secret.csv", "a/../usage.csv", "./..", "/../etc"
            })
    void resolve_traversalIsRefused(String path) {
        assertThat(refusal(path)).isEqualTo(ProblemCode.PATH_NOT_ALLOWED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "a\0b",
                "usage.csv\0.txt",
                "a\nb",
                "a\rb",
                "a\u001bb",
                "a\u2028b",
                "..\\x",
                "\\\\host\\share"
            })
    void resolve_textThatIsNoPathIsRefused(String path) {
        assertThat(refusal(path)).isEqualTo(ProblemCode.INVALID_REQUEST);
    }

    @Test
    void resolve_tooLongPathIsRefused() {
        assertThat(refusal("a".repeat(4097))).isEqualTo(ProblemCode.INVALID_REQUEST);
        // Not too long for us, but for the file system: there is no such file.
        assertThat(refusal("a".repeat(4000))).isEqualTo(ProblemCode.FILE_NOT_FOUND);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/etc/passwd", "/no/such/file", "//host/share/usage.csv"})
    void resolve_absolutePathOutsideIsRefused(String path) {
        assertThat(refusal(path)).isEqualTo(ProblemCode.PATH_NOT_ALLOWED);
    }

    @Test
    void resolve_neighbourWithTheSameBeginningIsOutside() throws IOException {
        Files.createDirectory(Path.of(first + "-private"));
        Path file = Files.writeString(Path.of(first + "-private", "x.csv"), "x");
        assertThat(refusal(file.toString())).isEqualTo(ProblemCode.PATH_NOT_ALLOWED);
    }

    @Test
    void resolve_outsideAnswersTheSameWhetherTheFileExistsOrNot() throws IOException {
        assertThat(refusalOf(outside + "/secret.csv"))
                .hasMessage(refusalOf(outside + "/none.csv").getMessage());
        Files.createSymbolicLink(first.resolve("known.csv"), outside.resolve("secret.csv"));
        Files.createSymbolicLink(first.resolve("gone"), outside.resolve("none.csv"));
        Files.createSymbolicLink(first.resolve("folder"), outside);
        String refused = refusalOf("known.csv").getMessage();
        assertThat(refused).doesNotContain("known.csv", outside.toString());
        for (String path : List.of("gone", "folder/secret.csv", "folder/none.csv", "folder/secret.csv/x", "folder")) {
            assertThat(refusalOf(path)).as(path).hasMessage(refused);
            assertThat(refusal(path)).isEqualTo(ProblemCode.PATH_NOT_ALLOWED);
        }
    }

    @Test
    void resolve_linkInsideIsFollowed() throws IOException {
        Path file = Files.writeString(second.resolve("usage_0412.csv"), "x");
        Files.createSymbolicLink(first.resolve("current.csv"), file);
        assertThat(files.resolve("current.csv")).isEqualTo(new InputFile("current.csv", file, 1));
    }

    @Test
    void resolve_circleOfLinksIsRefused() throws IOException {
        Files.createSymbolicLink(first.resolve("a"), first.resolve("b"));
        Files.createSymbolicLink(first.resolve("b"), first.resolve("a"));
        assertThat(refusal("a")).isEqualTo(ProblemCode.PATH_NOT_ALLOWED);
    }

    @Test
    void resolve_inputDirectoryMayItselfBeALink() throws IOException {
        Files.writeString(outside.resolve("usage.csv"), "x");
        Path link = Files.createSymbolicLink(first.resolveSibling("link"), outside);
        files = filesOf(new Settings(Optional.of(List.of(link.toString())), Optional.empty(), Optional.empty()));
        assertThat(files.resolve("usage.csv").path()).isEqualTo(outside.resolve("usage.csv"));
        assertThat(files.resolve(link + "/usage.csv").sizeBytes()).isEqualTo(1);
        assertThat(files.resolve(outside + "/usage.csv").sizeBytes()).isEqualTo(1);
        assertThat(refusal("none.csv")).isEqualTo(ProblemCode.FILE_NOT_FOUND);
    }

    @Test
    void resolve_directoryIsRefused() throws IOException {
        Files.createDirectory(first.resolve("folder"));
        for (String path : List.of("folder", ".", "folder/", first.toString())) {
            assertThat(refusalOf(path)).hasMessageContaining("is a directory");
            assertThat(refusal(path)).isEqualTo(ProblemCode.INVALID_REQUEST);
        }
    }

    @Test
    void resolve_specialFileIsRefused() throws IOException, InterruptedException {
        Process mkfifo = new ProcessBuilder("mkfifo", first.resolve("pipe").toString()).start();
        assertThat(mkfifo.waitFor()).isZero();
        assertThat(refusalOf("pipe")).hasMessageContaining("not a regular file");
        assertThat(refusal("pipe")).isEqualTo(ProblemCode.INVALID_REQUEST);
    }

    @Test
    void resolve_unreadableFileIsRefused() throws IOException {
        Path file = Files.writeString(first.resolve("private.csv"), "x");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
        assumeFalse(Files.isReadable(file), "SKIPPED: this user (root?) reads every file, so nothing is unreadable");
        assertThat(refusal("private.csv")).isEqualTo(ProblemCode.FILE_UNREADABLE);
    }

    @Test
    void defaultFile_isFoundOnceItIsThere() throws IOException {
        ProblemException missing = catchThrowableOfType(ProblemException.class, files::defaultFile);
        assertThat(missing.code()).isEqualTo(ProblemCode.FILE_NOT_FOUND);
        Path file = Files.writeString(first.resolveSibling("default").resolve("usage.csv"), "x");
        assertThat(files.defaultFile()).isEqualTo(new InputFile("usage.csv", file, 1));
        assertThat(files.resolve("usage.csv").path()).isEqualTo(file);
    }

    @Test
    void defaultFile_withoutSetting() {
        files = filesOf(new Settings(Optional.empty(), Optional.empty(), Optional.empty()));
        ProblemException missing = catchThrowableOfType(ProblemException.class, files::defaultFile);
        assertThat(missing.code()).isEqualTo(ProblemCode.INVALID_REQUEST);
        assertThat(missing).hasMessageContaining("CSV_FILE_PATH");
        assertThat(refusal("usage.csv")).isEqualTo(ProblemCode.FILE_NOT_FOUND);
    }

    @Test
    void create_makesMissingFoldersAndSurvivesOneThatCannotBe() throws IOException {
        Path file = Files.writeString(folder.resolve("a-file"), "x");
        Path missing = folder.resolve("new/deep");
        filesOf(new Settings(
                Optional.of(List.of(file + "/below", missing.toString())), Optional.empty(), Optional.empty()));
        assertThat(missing).isDirectory();
    }
}
