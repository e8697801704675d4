package dev.idiolect.oauth.session;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The syntax of decentralized identifiers.
 *
 * @see <a href="https://www.w3.org/TR/did-1.0/#did-syntax">DID syntax</a>
 * @see <a href="https://atproto.com/specs/did">AT Protocol: DID</a>
 */
public final class Did {

    /** Maximum length of a DID in the AT Protocol, in characters. */
    public static final int MAX_LENGTH = 2048;

    // Possessive quantifiers over disjoint character classes make the match linear in the length of the input.
    private static final Pattern SYNTAX = Pattern.compile(
            "did:[a-z0-9]++:(?:(?:[A-Za-z0-9._-]|%[0-9A-Fa-f]{2})*+:)*+(?:[A-Za-z0-9._-]|%[0-9A-Fa-f]{2})++");

    private static final int PRINTED_LENGTH = 64;

    private Did() {}

    /**
     * Returns whether a string has the form {@code did:method:id} and at most {@value #MAX_LENGTH} characters. Does not
     * resolve the DID.
     *
     * @param did the string, or null
     * @return whether it has the syntax of a DID
     */
    public static boolean isValid(@Nullable String did) {
        return did != null && did.length() <= MAX_LENGTH && SYNTAX.matcher(did).matches();
    }

    /**
     * Returns the string if it has the syntax of a DID. Does not resolve the DID.
     *
     * @param did the string, or null
     * @return the same string
     * @throws InvalidDidException if it does not have the form {@code did:method:id}, or is too long
     */
    public static String require(@Nullable String did) {
        if (did != null && isValid(did)) {
            return did;
        }
        throw new InvalidDidException("Invalid DID " + printable(did)
                + ": use the form did:method:id, such as did:plc:ewvi7nxzyoun6zhxrhs64oiz, with at most " + MAX_LENGTH
                + " characters");
    }

    private static String printable(@Nullable String value) {
        if (value == null) {
            return "null";
        }
        String prefix = value.length() <= PRINTED_LENGTH ? value : value.substring(0, PRINTED_LENGTH) + "...";
        String clean = prefix.replaceAll("[^\\x20-\\x7e]", "?");
        return '"' + clean + "\" (" + value.length() + " characters)";
    }
}
