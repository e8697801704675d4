package dev.idiolect.oauth.internal.http;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A complete response. Redirects are not followed, so it may be a redirect. */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record HttpResponse(int status, HttpHeaders headers, byte[] body) {

    /** Returns the first value of a header, or null. */
    public @Nullable String header(String name) {
        return headers.firstValue(name).orElse(null);
    }

    /** Returns the body as text, without a byte order mark, which some servers send. */
    public String text() {
        String text = new String(body, StandardCharsets.UTF_8);
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    /** Returns the members of the body's JSON object, or null if the body is not one. */
    public @Nullable Map<String, Object> json() {
        String text = text();
        if (!text.stripLeading().startsWith("{")) {
            // The JSON parser would accept an array of pairs as an object.
            return null;
        }
        try {
            return JSONObjectUtils.parse(text);
        } catch (ParseException | StackOverflowError e) {
            return null;
        }
    }

    /** Returns a string member of the body's JSON object, or null. */
    public @Nullable String string(String name) {
        Map<String, Object> json = json();
        return json != null && json.get(name) instanceof String value ? value : null;
    }

    /** Returns whether the server rejected the request with this error code: status 4xx, except 408 and 429. */
    public boolean isError(String code) {
        return status >= 400 && status < 500 && !isTransient() && code.equals(string("error"));
    }

    /** Returns the error code (RFC 6749 section 5.2, XRPC), or null. Never returns text that may repeat the request. */
    public @Nullable String errorCode() {
        String code = string("error");
        return code != null && code.matches("[A-Za-z0-9_]{1,40}") ? code : null;
    }

    /** Returns how long the server wants the client to wait; see {@link RetryAfter}. */
    public Optional<Duration> retryAfter(Instant now) {
        return RetryAfter.of(status, header("Retry-After"), header("RateLimit-Reset"), now);
    }

    /** Returns the response with each occurrence of a secret in the body replaced by asterisks. */
    public HttpResponse without(String secret) {
        String text = text();
        return secret.isEmpty() || !text.contains(secret)
                ? this
                : new HttpResponse(status, headers, text.replace(secret, "***").getBytes(StandardCharsets.UTF_8));
    }

    /** Returns whether the same request may succeed later: true for statuses 408, 429 and 5xx. */
    public boolean isTransient() {
        return status >= 500 || status == 429 || status == 408;
    }

    /** Returns status and error code for a message. Omits the body, which may repeat the request. */
    public String summary() {
        String error = errorCode();
        return "HTTP " + status + (error == null ? "" : " " + error);
    }

    @Override
    public String toString() {
        return "HttpResponse[" + summary() + "]";
    }
}
