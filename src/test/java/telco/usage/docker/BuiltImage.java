package telco.usage.docker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import telco.usage.testing.Tool;

/**
 * A folder with what the image would hold, and its commands, run as its user from there. Only root can be another user:
 * whoever else builds it runs the commands as themselves.
 */
final class BuiltImage {

    private static final boolean IS_ROOT = "root".equals(System.getProperty("user.name"));

    private final Dockerfile dockerfile;
    private final Path root;

    private BuiltImage(Dockerfile dockerfile, Path root) {
        this.dockerfile = dockerfile;
        this.root = root;
    }

    /** Does what COPY says, and makes the folders that RUN makes. */
    static BuiltImage build(Dockerfile dockerfile, Path root) throws IOException {
        BuiltImage image = new BuiltImage(dockerfile, root);
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.createDirectories(image.home());
        for (Dockerfile.Step step : dockerfile.all("COPY")) {
            image.copy(step.copied().get(0), step.copied().get(1));
        }
        for (String folder : List.of("data", "data/inbox", "data/input")) {
            image.give(Files.createDirectories(image.home().resolve(folder)));
        }
        return image;
    }

    /** What the image calls its working directory. */
    Path home() {
        return at(dockerfile.only("WORKDIR").rest());
    }

    /** Starts a command of the image with its environment and these settings. */
    Process start(List<String> command, Map<String, String> settings, Path output) throws IOException {
        List<String> words = new ArrayList<>();
        if (IS_ROOT) {
            words.addAll(List.of(
                    Tool.named("setpriv", "util-linux").program().toString(),
                    "--reuid=" + dockerfile.argument("UID"),
                    "--regid=" + dockerfile.argument("GID"),
                    "--clear-groups"));
        }
        words.add(program(command.get(0)));
        words.addAll(command.subList(1, command.size()));
        ProcessBuilder builder = new ProcessBuilder(words)
                .directory(home().toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
        builder.environment().keySet().retainAll(List.of("PATH"));
        builder.environment().putAll(dockerfile.environment());
        builder.environment().putAll(settings);
        return builder.start();
    }

    private String program(String name) {
        return name.equals("java")
                ? Path.of(System.getProperty("java.home"), "bin", "java").toString()
                : at("/usr/local/bin").resolve(name).toString();
    }

    /** What of the image its user could change, but for the data. */
    List<Path> changeable() throws IOException {
        try (Stream<Path> all = Files.walk(home())) {
            return all.filter(path -> !path.startsWith(home().resolve("data")))
                    .filter(path -> isChangeable(path))
                    .toList();
        }
    }

    private static boolean isChangeable(Path path) {
        try {
            String permissions = PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
            return permissions.charAt(7) == 'w'
                    || !Files.getOwner(path).getName().equals(System.getProperty("user.name"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path at(String place) {
        return root.resolve(place.substring(1));
    }

    private void copy(String source, String target) throws IOException {
        Path to = target.startsWith("/") ? at(target) : home().resolve(target);
        if (source.contains("*")) {
            copyMatching(Path.of(source), to);
        } else if (Files.isDirectory(Path.of(source))) {
            copyFolder(Path.of(source), to);
        } else {
            Files.createDirectories(to.getParent());
            Files.copy(Path.of(source), to);
            Files.setPosixFilePermissions(to, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    private static void copyMatching(Path pattern, Path to) throws IOException {
        Files.createDirectories(to);
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(pattern.getParent(), matcher::matches)) {
            for (Path file : files) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }

    private static void copyFolder(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                Files.createDirectories(to.resolve(from.relativize(folder)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.copy(file, to.resolve(from.relativize(file)));
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private void give(Path folder) throws IOException {
        if (IS_ROOT) {
            Files.setAttribute(folder, "unix:uid", Integer.valueOf(dockerfile.argument("UID")));
            Files.setAttribute(folder, "unix:gid", Integer.valueOf(dockerfile.argument("GID")));
        }
    }
}
