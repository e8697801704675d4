package dev.idiolect.oauth.internal.http;

/**
 * The maximum length of each text that a stranger can make this library keep, forward or print, in characters, and of
 * each response that it reads, in bytes. A limit applies where a response or request is parsed, not where a store is
 * read: the sessions of earlier versions stay usable.
 */
public enum MaxLength {
    /** A URL in metadata, in a redirect or in a callback, in the ASCII form in which it is sent. */
    URL(2_048),
    /** A host name or handle (RFC 1035 section 2.3.4). */
    HOST(253),
    /** A DID, as the AT Protocol defines. */
    DID(2_048),
    /** An access token or refresh token. Those of the Bluesky servers have about 600 characters. */
    TOKEN(16_384),
    /** The granted scope of a session. A scope can list permissions one by one. */
    SCOPE(8_192),
    /** A DPoP nonce. Each request repeats it in a header. */
    NONCE(1_024),
    /** An OAuth {@code state}. */
    STATE(512),
    /** An authorization code in a callback. */
    CODE(4_096),
    /** An error code. */
    ERROR_CODE(40),
    /** A description of an error, in messages. */
    ERROR_DESCRIPTION(300),
    /** A text from a stranger in a message. */
    MESSAGE_PART(260),
    /** A {@code RateLimit-Policy} header. */
    RATE_LIMIT_POLICY(100),
    /** A {@code WWW-Authenticate} header. */
    CHALLENGE(16_384),
    /** An account as a user typed or pasted it. */
    TYPED_ACCOUNT(2_048),
    /** The path to which a browser returns after a login. It is in a cookie. */
    RETURN_TO(512),
    /** The head of a response. */
    RESPONSE_HEAD(64 * 1024),
    /** The body of a response, without its compression. */
    RESPONSE_BODY(512 * 1024),
    /** A DID document. */
    DID_DOCUMENT(128 * 1024),
    /** A metadata document of an authorization server or PDS. */
    METADATA(128 * 1024);

    private final int limit;

    MaxLength(int limit) {
        this.limit = limit;
    }

    /** Returns the limit in characters, or in bytes for responses. */
    public int limit() {
        return limit;
    }

    public boolean allows(String text) {
        return text.length() <= limit;
    }

    public boolean allows(byte[] body) {
        return body.length <= limit;
    }

    /** Returns the text, shortened to the limit. */
    public String truncate(String text) {
        return allows(text) ? text : text.substring(0, limit);
    }
}
