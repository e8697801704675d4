package dev.idiolect.oauth.permission;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Locale;

/**
 * Writes a scope value as the official server does: see
 * <a href="https://github.com/bluesky-social/atproto/tree/main/packages/oauth/oauth-scopes">its implementation</a>.
 *
 * <p>Unlike that, percent signs are always encoded, and plus signs are after the question mark. Otherwise the text would
 * have another meaning when it is parsed again.
 */
final class CanonicalScope {

    private static final String PLAIN = "*-._:/,@";
    private static final String PLAIN_IF_POSITIONAL = PLAIN + "+!~'()";

    private final StringBuilder text;
    private char separator = '?';

    CanonicalScope(String resource) {
        text = new StringBuilder(resource);
    }

    /** Adds the positional parameter. Only a single value can be positional. */
    CanonicalScope positional(String name, Collection<String> values) {
        if (values.size() != 1) {
            return named(name, values);
        }
        text.append(':');
        encode(values.iterator().next(), PLAIN_IF_POSITIONAL);
        return this;
    }

    /** Adds a parameter, once for each value. */
    CanonicalScope named(String name, Collection<String> values) {
        for (String value : values) {
            text.append(separator).append(name).append('=');
            encode(value, PLAIN);
            separator = '&';
        }
        return this;
    }

    private void encode(String value, String plain) {
        for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if (isAlphanumeric(c) || plain.indexOf(c) >= 0) {
                text.append(c);
            } else {
                text.append(String.format(Locale.ROOT, "%%%02X", (int) c));
            }
        }
    }

    private static boolean isAlphanumeric(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    /** Returns the scope value. */
    String text() {
        return text.toString();
    }
}
