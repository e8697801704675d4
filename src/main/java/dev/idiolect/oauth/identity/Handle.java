package dev.idiolect.oauth.identity;

import dev.idiolect.oauth.internal.http.HostNames;
import dev.idiolect.oauth.internal.http.NetworkPolicy;
import dev.idiolect.oauth.internal.http.SafeText;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A handle in its one spelling: lower case, nothing around it.
 *
 * @see <a href="https://atproto.com/specs/handle">AT Protocol: Handle</a>
 */
record Handle(String value) {

    /**
     * Reads what a person typed or pasted.
     *
     * @throws IdentityException if it is no handle, or one under a top-level domain that nobody can own
     */
    static Handle of(String userInput, NetworkPolicy policy) {
        String name = stripped(userInput);
        Handle handle = parse(name);
        if (handle == null) {
            throw IdentityException.permanent(
                    name,
                    SafeText.quoted(name)
                            + " is no handle. A handle is a domain name in ASCII with two labels or more, such as"
                            + " alice.bsky.social; an internationalized one is given in its xn-- form");
        }
        if (policy.isReserved(handle.value)) {
            throw IdentityException.permanent(
                    handle.value,
                    "The handle " + handle.value + " is under a reserved top-level domain, where nobody can own a name"
                            + (handle.value.endsWith(".test") ? "; .test is for development only" : ""));
        }
        return handle;
    }

    /** A handle by its syntax alone, or null; any case, nothing around it. */
    static @Nullable Handle parse(String text) {
        // Lower-casing comes second: it turns some letters outside ASCII, such as the Kelvin sign, into ASCII.
        if (!text.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
            return null;
        }
        String name = text.toLowerCase(Locale.ROOT);
        return HostNames.isName(name) ? new Handle(name) : null;
    }

    /** User input without what comes along when it is pasted: invisible characters, space, {@code at://} and {@code @}. */
    static String stripped(String userInput) {
        StringBuilder visible = new StringBuilder();
        userInput.codePoints().filter(Handle::isVisible).forEach(visible::appendCodePoint);
        int start = 0;
        int end = visible.length();
        while (start < end && isSpace(visible.charAt(start))) {
            start++;
        }
        while (end > start && isSpace(visible.charAt(end - 1))) {
            end--;
        }
        String text = visible.substring(start, end);
        if (text.regionMatches(true, 0, "at://", 0, 5)) {
            text = text.substring(5);
        }
        return text.startsWith("@") ? text.substring(1) : text;
    }

    private static boolean isVisible(int codePoint) {
        int type = Character.getType(codePoint);
        return type != Character.FORMAT && (type != Character.CONTROL || Character.isWhitespace(codePoint));
    }

    private static boolean isSpace(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }

    @Override
    public String toString() {
        return value;
    }
}
