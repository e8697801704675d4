package dev.idiolect.oauth.cli.internal.doctor;

import java.util.Optional;
import java.util.function.Function;

/** Replaces <code>${name:default}</code> in values, as MicroProfile Config does. */
final class Expressions {

    private static final int MAX_DEPTH = 10;
    private static final String START = "${";

    private final Function<String, Optional<String>> values;

    /** @param values finds the value of a name, in which expressions are replaced too */
    Expressions(Function<String, Optional<String>> values) {
        this.values = values;
    }

    /** Returns the value with its expressions replaced, or empty if it refers to a name without value and default. */
    Optional<String> expand(String text) {
        return expand(text, 0);
    }

    private Optional<String> expand(String text, int depth) {
        int start = text.indexOf(START);
        int end = start < 0 ? -1 : end(text, start + START.length());
        if (end < 0) {
            return Optional.of(text);
        }
        if (start > 0 && text.charAt(start - 1) == '\\') {
            String literal = text.substring(0, start - 1) + START;
            return expand(text.substring(start + START.length()), depth).map(rest -> literal + rest);
        }
        if (depth == MAX_DEPTH) {
            return Optional.empty(); // It refers to itself.
        }
        Optional<String> value = value(text.substring(start + START.length(), end), depth);
        Optional<String> rest = expand(text.substring(end + 1), depth);
        return value.isEmpty() || rest.isEmpty()
                ? Optional.empty()
                : Optional.of(text.substring(0, start) + value.get() + rest.get());
    }

    private Optional<String> value(String expression, int depth) {
        int colon = expression.indexOf(':');
        String name = colon < 0 ? expression : expression.substring(0, colon);
        Optional<String> found = values.apply(name.strip());
        if (found.isPresent()) {
            return expand(found.get(), depth + 1);
        }
        return colon < 0 ? Optional.empty() : expand(expression.substring(colon + 1), depth + 1);
    }

    /** Returns the position of the brace that ends an expression, or -1. Expressions can be nested. */
    private static int end(String text, int start) {
        int open = 1;
        for (int i = start; i < text.length(); i++) {
            if (text.startsWith(START, i)) {
                open++;
            } else if (text.charAt(i) == '}' && --open == 0) {
                return i;
            }
        }
        return -1;
    }
}
