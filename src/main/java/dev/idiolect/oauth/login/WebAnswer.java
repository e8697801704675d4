package dev.idiolect.oauth.login;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A whole answer of a server, its body bounded. A redirect is an answer like any other: it is not followed. */
record WebAnswer(int status, HttpHeaders headers, byte[] body) {

    @Nullable
    String header(String name) {
        return headers.firstValue(name).orElse(null);
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** The body as a JSON object, or null if it is none. */
    @Nullable
    Map<String, Object> json() {
        String text = text();
        if (!text.stripLeading().startsWith("{")) {
            // The parser makes an object of an array of pairs.
            return null;
        }
        try {
            return JSONObjectUtils.parse(text);
        } catch (ParseException | StackOverflowError e) {
            return null;
        }
    }

    /** The error code (RFC 6749 section 5.2, and XRPC's), or null; nothing that could be an echo of what was sent. */
    @Nullable
    String errorCode() {
        Map<String, Object> json = json();
        return json != null && json.get("error") instanceof String code && code.matches("[A-Za-z0-9_]{1,40}")
                ? code
                : null;
    }

    /** Returns the answer without what it repeats of a secret that was sent. */
    WebAnswer without(String secret) {
        String text = text();
        return secret.isEmpty() || !text.contains(secret)
                ? this
                : new WebAnswer(status, headers, text.replace(secret, "***").getBytes(StandardCharsets.UTF_8));
    }

    /** Whether asking later may help: an overloaded, failing or paused server. */
    boolean isTransient() {
        return status >= 500 || status == 429 || status == 408;
    }

    /** Status and error code for a message; the rest is left out, as a server may echo what it was sent. */
    String summary() {
        String error = errorCode();
        return "HTTP " + status + (error == null ? "" : " " + error);
    }

    @Override
    public String toString() {
        return "WebAnswer[" + summary() + "]";
    }
}
