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

    /** The longest DID that the AT Protocol allows, in characters. */
    public static final int MAX_LENGTH = 2048;

    // One character class to a run and possessive quantifiers: linear in the length of whatever is sent here.
    private static final Pattern SYNTAX = Pattern.compile(
            "did:[a-z0-9]++:(?:(?:[A-Za-z0-9._-]|%[0-9A-Fa-f]{2})*+:)*+(?:[A-Za-z0-9._-]|%[0-9A-Fa-f]{2})++");

    private static final int SHOWN = 64;

    private Did() {}

    /**
     * Returns whether the string has the form {@code did:method:id} and at most {@value #MAX_LENGTH} characters.
     *
     * @param did what to look at; may be null
     * @return whether it is a DID by its syntax; nothing is resolved
     */
    public static boolean isValid(@Nullable String did) {
        return did != null && did.length() <= MAX_LENGTH && SYNTAX.matcher(did).matches();
    }

    /**
     * Returns the string if it is a DID by its syntax.
     *
     * @param did what to look at; may be null
     * @return the same string
     * @throws InvalidDidException if it is not of the form {@code did:method:id}, or too long
     */
    public static String require(@Nullable String did) {
        if (did != null && isValid(did)) {
            return did;
        }
        throw new InvalidDidException("Not a DID: " + printable(did)
                + ". A DID has the form did:method:id, such as did:plc:ewvi7nxzyoun6zhxrhs64oiz, with at most "
                + MAX_LENGTH
                + " characters");
    }

    private static String printable(@Nullable String value) {
        if (value == null) {
            return "null";
        }
        String shown = value.length() <= SHOWN ? value : value.substring(0, SHOWN) + "...";
        String clean = shown.replaceAll("[^\\x20-\\x7e]", "?");
        return '"' + clean + "\" (" + value.length() + " characters)";
    }
}
