package dev.idiolect.oauth.refresh;

import dev.idiolect.oauth.internal.http.HttpResponse;
import dev.idiolect.oauth.session.OAuthSession;
import org.jspecify.annotations.Nullable;

/** Removes a session's tokens from messages, because a server can repeat the request anywhere in its response. */
final class TokenRedaction {

    // Shorter than any token, too long to occur in a message by chance.
    private static final int SHORTEST_TOKEN = 8;

    private TokenRedaction() {}

    static String text(OAuthSession session, String text) {
        return hide(session.accessJwt(), hide(session.refreshJwt(), text));
    }

    /** Returns the error code of a response, or null if there is none or it contains a token. */
    static @Nullable String errorCode(OAuthSession session, HttpResponse response) {
        String code = response.errorCode();
        return code == null || containsToken(session, code) ? null : code;
    }

    static boolean containsToken(OAuthSession session, String text) {
        return !text(session, text).equals(text);
    }

    private static String hide(String token, String text) {
        return token.length() < SHORTEST_TOKEN ? text : text.replace(token, "***");
    }
}
