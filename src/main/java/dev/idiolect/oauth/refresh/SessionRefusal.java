package dev.idiolect.oauth.refresh;

import dev.idiolect.oauth.internal.http.HttpResponse;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Recognizes responses that may mean that a session has ended, although they lack the specified error code. One such
 * response proves nothing; see {@link RefusalCount}.
 */
final class SessionRefusal {

    private static final Set<String> CODES = Set.of(
            "invalid_request",
            "invalid_token",
            "expired_token",
            "InvalidRequest",
            "AuthMissing",
            "AuthenticationRequired");

    // A gateway's "access denied" says nothing about the session.
    private static final Pattern SUBJECT = Pattern.compile("\\b(token|session|grant|sign in|log in|login)\\b");

    private SessionRefusal() {}

    /**
     * Returns whether the server itself refused the session: false for the page of a proxy and for a refusal of the
     * client.
     */
    static boolean isIn(HttpResponse response) {
        String error = response.string("error");
        if ((response.status() != 400 && response.status() != 401) || error == null) {
            return false;
        }
        return CODES.contains(error) || isSentenceAboutSession(error);
    }

    private static boolean isSentenceAboutSession(String error) {
        String text = error.strip().toLowerCase(Locale.ROOT);
        return SUBJECT.matcher(text).find() && !text.contains("client") && !text.contains("proof");
    }
}
