package dev.idiolect.oauth.internal.http;

import org.jspecify.annotations.Nullable;

/**
 * Writes a JSON object whose members are strings and numbers. Takes a fraction of the time of a tree of JSON objects.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8259#section-7">RFC 8259 section 7</a>
 */
public final class FlatJson {

    private static final int USUAL_LENGTH = 384;

    private final StringBuilder json = new StringBuilder(USUAL_LENGTH).append('{');

    /** Adds a member, unless its value is null. */
    public FlatJson add(String name, @Nullable String value) {
        if (value != null) {
            name(name).append('"');
            append(value);
            json.append('"');
        }
        return this;
    }

    /** Adds a member. */
    public FlatJson add(String name, long value) {
        name(name).append(value);
        return this;
    }

    private StringBuilder name(String name) {
        if (json.length() > 1) {
            json.append(',');
        }
        return json.append('"').append(name).append("\":");
    }

    // Escapes everything but printable ASCII, so that no encoding can change a character.
    private void append(String value) {
        int written = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < ' ' || c > '~' || c == '"' || c == '\\') {
                json.append(value, written, i)
                        .append(c == '"' || c == '\\' ? "\\" + c : String.format("\\u%04x", (int) c));
                written = i + 1;
            }
        }
        json.append(value, written, value.length());
    }

    /** Returns the JSON, in ASCII. */
    public String toJson() {
        return json + "}";
    }
}
