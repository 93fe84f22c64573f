package atrium.stream.access;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The query of a URL, and which of its values are secrets. */
final class UrlQuery {

    static final String MASK = "***";

    /** Parts of names whose values sign somebody in; {@code streamid} is where SRT carries them. */
    private static final Set<String> SECRET_NAMES =
            Set.of("key", "token", "pass", "pwd", "secret", "sign", "auth", "user", "streamid", "credential");

    private final String path;
    private final List<Parameter> parameters;

    private UrlQuery(String path, List<Parameter> parameters) {
        this.path = path;
        this.parameters = parameters;
    }

    /** Takes the part of a URL that follows the authority. */
    static UrlQuery of(String pathAndQuery) {
        int mark = pathAndQuery.indexOf('?');
        if (mark < 0) {
            return new UrlQuery(pathAndQuery, List.of());
        }
        List<Parameter> parameters = new ArrayList<>();
        for (String written : pathAndQuery.substring(mark + 1).split("&", -1)) {
            int equals = written.indexOf('=');
            parameters.add(
                    equals < 0
                            ? new Parameter(written, "", false)
                            : new Parameter(written.substring(0, equals), written.substring(equals + 1), true));
        }
        return new UrlQuery(pathAndQuery.substring(0, mark), parameters);
    }

    List<String> valuesOf(String name) {
        return parameters.stream()
                .filter(parameter -> parameter.name.equals(name))
                .map(Parameter::value)
                .toList();
    }

    List<String> names() {
        return parameters.stream().map(Parameter::name).toList();
    }

    List<String> secrets() {
        return parameters.stream()
                .filter(Parameter::isSecret)
                .map(Parameter::value)
                .flatMap(value -> Stream.of(value, decode(value)))
                .toList();
    }

    String masked() {
        return parameters.isEmpty()
                ? path
                : parameters.stream().map(Parameter::masked).collect(Collectors.joining("&", path + "?", ""));
    }

    /** Undoes percent-encoding; a text that is not well encoded is returned as it is. */
    static String decode(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    private record Parameter(String name, String value, boolean valued) {

        boolean isSecret() {
            String lower = decode(name).toLowerCase(Locale.ROOT);
            return valued && !value.isEmpty() && SECRET_NAMES.stream().anyMatch(lower::contains);
        }

        String masked() {
            return name + (valued ? "=" + (isSecret() ? MASK : value) : "");
        }
    }
}
