package dev.idiolect.oauth.client.internal;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The syntax of a {@code scope} string: names separated by single blanks.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-3.3">RFC 6749 section 3.3</a>
 */
public final class Scopes {

    /** The scope that the AT Protocol requires of every session. */
    public static final String ATPROTO = "atproto";

    // RFC 6749 appendix A.4.
    private static final Pattern CHARACTERS = Pattern.compile("[\\x20\\x21\\x23-\\x5b\\x5d-\\x7e]*");

    private Scopes() {}

    /**
     * Returns the scope string with single blanks between the names.
     *
     * @param scope a scope string; it may have leading, trailing or repeated blanks
     * @return the normalized string, or null if it contains a character that a scope cannot have
     */
    public static @Nullable String normalize(String scope) {
        return CHARACTERS.matcher(scope).matches() ? String.join(" ", names(scope)) : null;
    }

    /**
     * Returns whether a scope string contains {@value #ATPROTO}.
     *
     * @param scope a scope string
     * @return whether it contains the name
     */
    public static boolean hasAtproto(String scope) {
        return names(scope).contains(ATPROTO);
    }

    /**
     * Returns the names in a scope string.
     *
     * @param scope a scope string
     * @return the names in their order, each as often as it occurs
     */
    public static List<String> names(String scope) {
        return Arrays.stream(scope.split(" ")).filter(name -> !name.isEmpty()).collect(Collectors.toList());
    }
}
