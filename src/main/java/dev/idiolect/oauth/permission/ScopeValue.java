package dev.idiolect.oauth.permission;

import dev.idiolect.oauth.permission.InvalidPermissionException.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The general syntax of a scope value: {@code resource[:positional][?name=value&name=value]}.
 *
 * <p>A plus sign is a plus sign. Other implementations read it as a space in the part after the question mark, so it is
 * always written in percent encoding there.
 *
 * @see <a href="https://atproto.com/specs/permission#scope-string-syntax">AT Protocol: scope string syntax</a>
 */
final class ScopeValue {

    private final String text;
    private final int start;
    private final List<Parameter> parameters;

    /**
     * Creates a value of parsed parameters.
     *
     * @param text the value as it was written, for messages
     * @param start the index of the value in the scope string
     */
    ScopeValue(String text, int start, List<Parameter> parameters) {
        this.text = text;
        this.start = start;
        this.parameters = parameters;
    }

    /** Returns the part before the first colon or question mark. */
    static String resource(String text) {
        return text.substring(0, Math.min(endOfResource(text), endOfPositional(text)));
    }

    private static int endOfResource(String text) {
        int colon = text.indexOf(':');
        return colon < 0 ? text.length() : colon;
    }

    private static int endOfPositional(String text) {
        int question = text.indexOf('?');
        return question < 0 ? text.length() : question;
    }

    /**
     * Parses a value.
     *
     * @param positional the name of the positional parameter
     * @throws InvalidPermissionException if its percent encoding is invalid, or if the positional parameter is also a
     *     named one
     */
    static ScopeValue parse(String text, int start, String positional) {
        List<Parameter> parameters = new ArrayList<>();
        ScopeValue value = new ScopeValue(text, start, parameters);
        int resource = endOfResource(text);
        int query = endOfPositional(text);
        if (resource < query) {
            parameters.add(value.parameter(positional, resource + 1, query));
        }
        for (int from = query + 1; from < text.length(); ) {
            int next = text.indexOf('&', from);
            int to = next < 0 ? text.length() : next;
            // The specification's examples have an empty part.
            if (from < to) {
                parameters.add(value.named(from, to));
            }
            from = to + 1;
        }
        if (resource < query) {
            value.requireNotNamed(positional);
        }
        return value;
    }

    private Parameter named(int from, int to) {
        int equals = text.indexOf('=', from);
        int end = equals < 0 || equals > to ? to : equals;
        return parameter(decoded(from, end), Math.min(end + 1, to), to);
    }

    private Parameter parameter(String name, int from, int to) {
        return new Parameter(name, decoded(from, to), text.substring(from, to), start + from);
    }

    private void requireNotNamed(String positional) {
        for (Parameter parameter : parameters.subList(1, parameters.size())) {
            if (parameter.name().equals(positional)) {
                throw fault(
                        Kind.REPEATED_PARAMETER,
                        parameter.index(),
                        positional + " is also given after the colon",
                        "Give it either after the colon or as a parameter");
            }
        }
    }

    private String decoded(int from, int to) {
        StringBuilder decoded = new StringBuilder();
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c == '%') {
                int code = i + 2 < to ? hex(text.charAt(i + 1)) * 16 + hex(text.charAt(i + 2)) : -1;
                // Every valid value is ASCII.
                if (code < 0 || code > 0x7f) {
                    throw fault(
                            Kind.ENCODING,
                            start + i,
                            "the percent encoding is invalid",
                            "Use % and two hexadecimal digits of an ASCII character, such as %23");
                }
                decoded.append((char) code);
                i += 2;
            } else {
                decoded.append(c);
            }
        }
        return decoded.toString();
    }

    /** Returns the value of a digit, or a number that makes any code negative. */
    private static int hex(char digit) {
        int value = Character.digit(digit, 16);
        return value < 0 ? -256 : value;
    }

    /** Checks that there are no parameters without a rule. */
    void allowOnly(Rule... rules) {
        for (Parameter parameter : parameters) {
            if (Arrays.stream(rules).noneMatch(rule -> rule.name().equals(parameter.name()))) {
                throw fault(
                        Kind.UNKNOWN_PARAMETER,
                        parameter.index(),
                        "it has an unknown parameter",
                        "Use only " + Arrays.stream(rules).map(Rule::name).collect(Collectors.joining(" and ")));
            }
        }
    }

    /** Returns all values of a parameter; an empty list if it is absent. */
    List<String> all(Rule rule) {
        List<String> values = new ArrayList<>();
        for (Parameter parameter : parameters) {
            if (parameter.name().equals(rule.name())) {
                if (!rule.valid().test(parameter.value())) {
                    throw fault(
                            Kind.INVALID_VALUE,
                            parameter.index(),
                            InvalidPermissionException.quoted(parameter.shown()) + " is not a valid " + rule.name(),
                            "Use " + rule.use());
                }
                values.add(parameter.value());
            }
        }
        return values;
    }

    /** Returns the values of a parameter, at least one. */
    List<String> required(Rule rule) {
        List<String> values = all(rule);
        if (values.isEmpty()) {
            throw fault(
                    Kind.MISSING_PARAMETER,
                    start + text.length(),
                    rule.name() + " is missing",
                    "Use " + rule.name() + " with " + rule.use());
        }
        return values;
    }

    /** Returns the only value of a parameter. */
    String requiredSingle(Rule rule) {
        String value = required(rule).get(0);
        requireNotRepeated(rule);
        return value;
    }

    /** Returns the only value of a parameter, or null if it is absent. */
    @Nullable
    String single(Rule rule) {
        List<String> values = all(rule);
        requireNotRepeated(rule);
        return values.isEmpty() ? null : values.get(0);
    }

    private void requireNotRepeated(Rule rule) {
        List<Parameter> found = parameters.stream()
                .filter(parameter -> parameter.name().equals(rule.name()))
                .toList();
        if (found.size() > 1) {
            throw fault(
                    Kind.REPEATED_PARAMETER,
                    found.get(1).index(),
                    rule.name() + " is repeated",
                    "Use one " + rule.name());
        }
    }

    /** Returns an exception for a fault of the whole value. */
    InvalidPermissionException fault(Kind kind, String problem, String fix) {
        return fault(kind, start, problem, fix);
    }

    private InvalidPermissionException fault(Kind kind, int index, String problem, String fix) {
        return new InvalidPermissionException(kind, text, index, problem, fix);
    }

    /** Returns the value as a permission that this version does not know. */
    UnknownScope unknown() {
        return new UnknownScope(text);
    }
}
