package dev.idiolect.oauth.client;

import dev.idiolect.oauth.internal.http.SafeText;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The syntax of a {@code scope} string: names separated by single blanks.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-3.3">RFC 6749 section 3.3</a>
 */
public final class Scopes {

    /** The scope that every session of the AT Protocol has. */
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

    static void require(String scope) {
        if (scope.isEmpty() || !scope.equals(normalize(scope))) {
            throw new InvalidClientException(
                    "Invalid scope " + SafeText.quoted(scope) + ": use scope names separated by single spaces");
        }
        List<String> names = names(scope);
        Set<String> once = new HashSet<>(names);
        if (!once.contains(ATPROTO)) {
            throw new InvalidClientException("Invalid scope " + SafeText.quoted(scope) + ": it must contain atproto");
        }
        if (once.size() < names.size()) {
            throw new InvalidClientException("Invalid scope " + SafeText.quoted(scope) + ": a name is repeated");
        }
    }

    private static List<String> names(String scope) {
        return Arrays.stream(scope.split(" ")).filter(name -> !name.isEmpty()).collect(Collectors.toList());
    }
}
