package dev.idiolect.oauth.refresh;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A whole answer of a server, its body bounded. */
record HttpAnswer(int status, HttpHeaders headers, byte[] body) {

    @Nullable
    String header(String name) {
        return headers.firstValue(name).orElse(null);
    }

    /** The body as a JSON object, or null if it is none. */
    @Nullable
    Map<String, Object> json() {
        String text = new String(body, StandardCharsets.UTF_8).strip();
        try {
            // The parser takes an array of pairs for an object too.
            return text.startsWith("{") ? JSONObjectUtils.parse(text) : null;
        } catch (ParseException | StackOverflowError e) {
            return null;
        }
    }

    /** A string member of the body's JSON object, or null. */
    @Nullable
    String string(String name) {
        Map<String, Object> json = json();
        return json != null && json.get(name) instanceof String value ? value : null;
    }

    /** Whether the server refused the request with this code, instead of failing or sending the client elsewhere. */
    boolean isError(String code) {
        return status >= 400 && status < 500 && !isTransient() && code.equals(string("error"));
    }

    /** Whether asking later may help: an overloaded, failing or paused server. */
    boolean isTransient() {
        return status >= 500 || status == 429 || status == 408;
    }

    /** {@code Retry-After} in either form of RFC 9110 section 10.2.3, or null. */
    @Nullable
    Duration retryAfter(Clock clock) {
        String value = header("Retry-After");
        if (value == null) {
            return null;
        }
        try {
            return value.trim().matches("\\d{1,9}")
                    ? Duration.ofSeconds(Long.parseLong(value.trim()))
                    : positive(Duration.between(
                            clock.instant(),
                            ZonedDateTime.parse(value.trim(), DateTimeFormatter.RFC_1123_DATE_TIME)
                                    .toInstant()));
        } catch (DateTimeException unreadable) {
            return null;
        }
    }

    private static Duration positive(Duration duration) {
        return duration.isNegative() ? Duration.ZERO : duration;
    }

    /** The error code (RFC 6749 section 5.2), or null; nothing that could be an echo of what the server was sent. */
    @Nullable
    String errorCode() {
        String error = string("error");
        return error != null && error.matches("[A-Za-z0-9_]{1,40}") ? error : null;
    }

    /** Status and error code for a message; the description is left out, as a server may echo what it was sent. */
    String summary() {
        String error = errorCode();
        return "HTTP " + status + (error == null ? "" : " " + error);
    }

    @Override
    public String toString() {
        return "HttpAnswer[" + summary() + "]";
    }
}
