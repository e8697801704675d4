package dev.idiolect.oauth.refresh;

import dev.idiolect.oauth.http.WebAnswer;
import dev.idiolect.oauth.session.OAuthSession;
import org.jspecify.annotations.Nullable;

/** Keeps a session's tokens out of messages: a server can put what it was sent into anything that it says. */
final class Unquoted {

    // Shorter than any token, longer than what a message could hold by chance.
    private static final int SHORTEST_TOKEN = 8;

    private Unquoted() {}

    static String text(OAuthSession session, String text) {
        return hide(session.accessJwt(), hide(session.refreshJwt(), text));
    }

    /** The server's error code, or null if there is none or it holds a token. */
    static @Nullable String errorCode(OAuthSession session, WebAnswer answer) {
        String code = answer.errorCode();
        return code == null || isQuoted(session, code) ? null : code;
    }

    static boolean isQuoted(OAuthSession session, String text) {
        return !text(session, text).equals(text);
    }

    private static String hide(String token, String text) {
        return token.length() < SHORTEST_TOKEN ? text : text.replace(token, "***");
    }
}
