package dev.idiolect.oauth.identity;

import dev.idiolect.oauth.identity.internal.TypedAccount;
import dev.idiolect.oauth.internal.http.HostNames;
import dev.idiolect.oauth.internal.http.NetworkPolicy;
import dev.idiolect.oauth.internal.http.SafeText;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A handle in canonical form: lower case, without prefix.
 *
 * @see <a href="https://atproto.com/specs/handle">AT Protocol: Handle</a>
 */
record Handle(String value) {

    /**
     * Parses user input.
     *
     * @throws IdentityException if it is not a handle, or is under a reserved top-level domain
     */
    static Handle of(String userInput, NetworkPolicy policy) {
        String name = normalize(userInput);
        Handle handle = parse(name);
        if (handle == null) {
            throw IdentityException.permanent(
                    name,
                    "Invalid handle " + SafeText.quoted(name)
                            + (TypedAccount.of(userInput).isEmailAddress()
                                    ? ": an e-mail address is no handle. Use a domain name such as alice.bsky.social"
                                    : ": use a domain name in ASCII, such as alice.bsky.social,"
                                            + " or the xn-- form of an internationalized one"));
        }
        if (policy.isReserved(handle.value)) {
            throw IdentityException.permanent(
                    handle.value,
                    "The handle " + handle.value + " is under a reserved top-level domain"
                            + (handle.value.endsWith(".test") ? "; .test is for development only" : ""));
        }
        return handle;
    }

    /**
     * Parses a handle without prefix, in upper or lower case. Returns null if the syntax is invalid. Accepts reserved
     * domains.
     */
    static @Nullable Handle parse(String text) {
        // Before toLowerCase(), which maps some non-ASCII letters, such as the Kelvin sign, to ASCII.
        if (!text.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
            return null;
        }
        String name = text.toLowerCase(Locale.ROOT);
        return HostNames.isName(name) ? new Handle(name) : null;
    }

    /** Returns the handle or DID in what a user typed; see {@link TypedAccount}. The result may be invalid. */
    static String normalize(String userInput) {
        String name = TypedAccount.of(userInput).name();
        return name == null ? userInput : name;
    }

    @Override
    public String toString() {
        return value;
    }
}
