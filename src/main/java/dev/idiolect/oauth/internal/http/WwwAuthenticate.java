package dev.idiolect.oauth.internal.http;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code WWW-Authenticate} headers (RFC 9110 section 11.6.1). Commas separate both challenges and parameters, so
 * a word is a scheme unless an equals sign follows it.
 */
public final class WwwAuthenticate {

    private final String text;
    private int at;

    private WwwAuthenticate(String text) {
        this.text = text;
    }

    /** Returns the {@code error} parameters of all challenges, in order. */
    static List<String> errors(List<String> headers) {
        return errors(headers, null);
    }

    /** Returns the {@code error} parameters of all challenges of a scheme, in order; of all schemes if it is null. */
    public static List<String> errors(List<String> headers, @Nullable String scheme) {
        List<String> errors = new ArrayList<>();
        for (String header : headers) {
            if (header != null && MaxLength.CHALLENGE.allows(header)) {
                new WwwAuthenticate(header).addErrors(scheme, errors);
            }
        }
        return errors;
    }

    private void addErrors(@Nullable String scheme, List<String> errors) {
        boolean wanted = scheme == null;
        while (toNextWord()) {
            String word = word();
            int end = at;
            skipBlanks();
            if (at < text.length() && text.charAt(at) == '=') {
                at++;
                skipBlanks();
                String value = value();
                if (wanted && word.equalsIgnoreCase("error")) {
                    errors.add(value);
                }
            } else {
                at = end;
                wanted = scheme == null || word.equalsIgnoreCase(scheme);
            }
        }
    }

    private boolean toNextWord() {
        while (at < text.length() && !isToken(text.charAt(at))) {
            if (text.charAt(at) == '"') {
                quoted();
            } else {
                at++;
            }
        }
        return at < text.length();
    }

    private String word() {
        int start = at;
        while (at < text.length() && isToken(text.charAt(at))) {
            at++;
        }
        return text.substring(start, at);
    }

    private String value() {
        return at < text.length() && text.charAt(at) == '"' ? quoted() : word();
    }

    private String quoted() {
        StringBuilder value = new StringBuilder();
        for (at++; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '"') {
                at++;
                break;
            }
            if (c == '\\' && at + 1 < text.length()) {
                at++;
                c = text.charAt(at);
            }
            value.append(c);
        }
        return value.toString();
    }

    private void skipBlanks() {
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
    }

    // RFC 9110 section 5.6.2, and "/", which a token68 can contain.
    private static boolean isToken(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || "!#$%&'*+-.^_`|~/".indexOf(c) >= 0;
    }
}
