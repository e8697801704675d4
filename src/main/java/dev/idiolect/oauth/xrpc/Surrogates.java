package dev.idiolect.oauth.xrpc;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;

/** Rejects text that UTF-8 cannot encode. A REST client would silently send a question mark instead. */
final class Surrogates {

    private Surrogates() {}

    /**
     * Requires that every surrogate is paired.
     *
     * @throws IllegalArgumentException with the place as a JSON pointer (RFC 6901)
     */
    static void requirePaired(JsonValue value) {
        check(value, "");
    }

    private static void check(JsonValue value, String pointer) {
        if (value instanceof JsonString string) {
            require(string.getString(), pointer, "the text");
        } else if (value instanceof JsonArray array) {
            for (int i = 0; i < array.size(); i++) {
                check(array.get(i), pointer + "/" + i);
            }
        } else if (value instanceof JsonObject object) {
            object.forEach((name, member) -> {
                require(name, pointer, "a name");
                check(member, pointer + "/" + name.replace("~", "~0").replace("/", "~1"));
            });
        }
    }

    private static void require(String text, String pointer, String what) {
        int i = 0;
        while (i < text.length()) {
            // A code point in the surrogate range is an unpaired surrogate.
            int codePoint = text.codePointAt(i);
            if (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
                throw new IllegalArgumentException("Invalid record at " + pointer + ": " + what
                        + " has an unpaired surrogate at index " + i + "; a character was cut in half");
            }
            i += Character.charCount(codePoint);
        }
    }
}
