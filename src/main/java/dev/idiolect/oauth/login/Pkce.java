package dev.idiolect.oauth.login;

import dev.idiolect.oauth.internal.http.Base64Url;

/** Creates and hashes random secrets: PKCE code verifiers (RFC 7636 section 4.1) and browser secrets. */
final class Pkce {

    private Pkce() {}

    /** Returns 256 random bits as 43 base64url characters. */
    static String random() {
        return Base64Url.random(32);
    }

    /** Returns the S256 code challenge of a verifier (RFC 7636 section 4.2). */
    static String s256Challenge(String verifier) {
        return Base64Url.sha256(verifier);
    }
}
