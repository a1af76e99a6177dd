package telco.usage.request;

import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.resteasy.reactive.RestQuery;

/**
 * The query parameters of an operation.
 *
 * @param known all that it reads
 * @param described those of them that the OpenAPI document has
 */
record QueryParameters(SortedSet<String> known, SortedSet<String> described) {

    /** Those of the operation that {@code method} is one form of: another may answer it in another media type. */
    static QueryParameters of(Method method) {
        QueryParameters all = new QueryParameters(new TreeSet<>(), new TreeSet<>());
        Arrays.stream(method.getDeclaringClass().getDeclaredMethods())
                .filter(other ->
                        path(other).equals(path(method)) && verbs(other).equals(verbs(method)))
                .flatMap(form -> Arrays.stream(form.getParameters()))
                .forEach(all::take);
        return all;
    }

    private static String path(Method method) {
        Path path = method.getAnnotation(Path.class);
        return path == null ? "" : path.value();
    }

    private static Set<String> verbs(Method method) {
        return Arrays.stream(method.getAnnotations())
                .map(Annotation::annotationType)
                .map(type -> type.getAnnotation(HttpMethod.class))
                .filter(Objects::nonNull)
                .map(HttpMethod::value)
                .collect(Collectors.toSet());
    }

    private void take(Parameter parameter) {
        if (parameter.isAnnotationPresent(BeanParam.class)) {
            Stream.of(parameter.getType().getFields()).forEach(this::take);
        } else {
            take(parameter, parameter.getName());
        }
    }

    private void take(Field field) {
        take(field, field.getName());
    }

    private void take(AnnotatedElement place, String name) {
        RestQuery query = place.getAnnotation(RestQuery.class);
        if (query == null) {
            return;
        }
        String told = query.value().isEmpty() ? name : query.value();
        known.add(told);
        var description = place.getAnnotation(org.eclipse.microprofile.openapi.annotations.parameters.Parameter.class);
        if (description == null || !description.hidden()) {
            described.add(told);
        }
    }
}
