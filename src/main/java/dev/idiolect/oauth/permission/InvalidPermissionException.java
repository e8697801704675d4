package dev.idiolect.oauth.permission;

import dev.idiolect.oauth.OAuthException;

/**
 * Thrown when a scope string violates a rule of the AT Protocol. The message has the value at fault, the position, the
 * problem and the fix.
 */
public class InvalidPermissionException extends OAuthException {

    private static final long serialVersionUID = 1L;

    private static final int SHOWN_LENGTH = 200;

    /** Why a scope string is invalid. Later versions may add constants. */
    public enum Kind {
        /** Scope values are not separated by single spaces. */
        SEPARATOR,
        /** A character is not allowed in a scope string. */
        CHARACTER,
        /** The percent encoding is invalid. */
        ENCODING,
        /** The resource does not have this parameter. */
        UNKNOWN_PARAMETER,
        /** A parameter occurs more than once, or both after the colon and by name. */
        REPEATED_PARAMETER,
        /** A required parameter is missing. */
        MISSING_PARAMETER,
        /** A parameter has an invalid value. */
        INVALID_VALUE,
        /** An {@code rpc} permission allows every method at every service. */
        BOTH_WILDCARDS
    }

    private final Kind kind;
    private final String value;
    private final int position;
    private final String fix;

    InvalidPermissionException(Kind kind, String value, int position, String problem, String fix) {
        super("Invalid scope value " + quoted(value) + " at index " + position + ": " + problem + ". " + fix);
        this.kind = kind;
        this.value = value;
        this.position = position;
        this.fix = fix;
    }

    /** Returns the text in quotation marks, shortened and in printable ASCII. */
    static String quoted(String text) {
        String shown = text.length() <= SHOWN_LENGTH ? text : text.substring(0, SHOWN_LENGTH) + "...";
        return '"' + shown.replaceAll("[^\\x20-\\x7e]", "?") + '"';
    }

    /**
     * Returns the kind of the fault.
     *
     * @return the kind
     */
    public Kind kind() {
        return kind;
    }

    /**
     * Returns the scope value at fault.
     *
     * @return one value of the scope string, such as {@code repo:app.bsky}; empty between two spaces
     */
    public String value() {
        return value;
    }

    /**
     * Returns where the fault is.
     *
     * @return an index in the parsed scope string, from 0 to its length
     */
    public int position() {
        return position;
    }

    /**
     * Returns what to do.
     *
     * @return a sentence without a full stop, such as "Use create or update or delete"
     */
    public String fix() {
        return fix;
    }
}
