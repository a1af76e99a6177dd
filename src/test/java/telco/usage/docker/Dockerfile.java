package telco.usage.docker;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The steps by which the image is built. */
record Dockerfile(List<Step> steps) {

    private static final Pattern SETTING = Pattern.compile("([A-Z_]+)=(?:\"([^\"]*)\"|(\\S+))");

    /** One instruction, with its lines put together. */
    record Step(String instruction, String rest) {

        /** A rest that is a list in JSON, as commands should be. */
        List<String> words() {
            try {
                return Arrays.asList(new ObjectMapper().readValue(rest.substring(rest.indexOf('[')), String[].class));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** What is copied, without the options, and where to. */
        List<String> copied() {
            return Arrays.stream(rest.split("\\s+"))
                    .filter(word -> !word.startsWith("--"))
                    .toList();
        }
    }

    static Dockerfile read() throws IOException {
        List<Step> steps = new ArrayList<>();
        String text = Files.readString(Path.of("docker/Dockerfile"))
                .replaceAll("(?m)^#.*\\n", "")
                .replaceAll("\\\\\\n\\s*", "");
        text.lines().filter(line -> !line.isBlank()).forEach(line -> {
            String[] parts = line.split(" ", 2);
            steps.add(new Step(parts[0], parts[1].strip()));
        });
        return new Dockerfile(steps);
    }

    List<Step> all(String instruction) {
        return steps.stream()
                .filter(step -> step.instruction().equals(instruction))
                .toList();
    }

    /** The only instruction of its kind. */
    Step only(String instruction) {
        List<Step> found = all(instruction);
        if (found.size() != 1) {
            throw new IllegalStateException(found.size() + " times " + instruction);
        }
        return found.get(0);
    }

    /** What ENV sets. */
    Map<String, String> environment() {
        Map<String, String> environment = new LinkedHashMap<>();
        for (Step step : all("ENV")) {
            Matcher setting = SETTING.matcher(step.rest());
            while (setting.find()) {
                environment.put(setting.group(1), setting.group(2) == null ? setting.group(3) : setting.group(2));
            }
        }
        return environment;
    }

    /** The default of an ARG. */
    String argument(String name) {
        return all("ARG").stream()
                .map(Step::rest)
                .filter(rest -> rest.startsWith(name + "="))
                .map(rest -> rest.substring(name.length() + 1))
                .findFirst()
                .orElseThrow();
    }
}
