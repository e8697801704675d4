package dev.idiolect.oauth.session;

/** Why a session has ended. Later versions can add constants. */
public enum EndReason {
    /** The server has ended the session, or kept refusing it. */
    REFUSED,
    /** The server has consumed the refresh token, but its response cannot be used. */
    INVALID_RESPONSE,
    /**
     * The response to an earlier refresh was lost, because a host stopped or lost its connection. The server had already
     * consumed the refresh token.
     */
    RESPONSE_LOST,
    /** The account has moved to a server where the session is not valid. */
    MOVED,
    /** The refresh token has expired, or an earlier refresh has already ended the session. */
    EXPIRED
}
