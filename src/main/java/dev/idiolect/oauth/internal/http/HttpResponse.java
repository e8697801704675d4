package dev.idiolect.oauth.internal.http;

import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A complete response. Redirects are not followed, so it may be a redirect. */
public final class HttpResponse {

    // invalid_client_metadata: the server could not fetch the client's metadata, and has processed nothing else yet.
    private static final Set<String> TRANSIENT_ERRORS =
            Set.of("temporarily_unavailable", "server_error", "slow_down", "invalid_client_metadata");

    private static final Pattern LONG_LABEL = Pattern.compile("[^.]{33,}");

    private final int status;

    // Transient, so that no serializer writes them.
    private final transient HttpHeaders headers;
    private final transient byte[] body;

    public HttpResponse(int status, HttpHeaders headers, byte[] body) {
        this.status = status;
        this.headers = headers;
        this.body = body;
    }

    public int status() {
        return status;
    }

    public HttpHeaders headers() {
        return headers;
    }

    public byte[] body() {
        return body;
    }

    /** Returns the first value of a header, or null. */
    public @Nullable String header(String name) {
        return headers.firstValue(name).orElse(null);
    }

    /** Returns the body as text, without a byte order mark, which some servers send. */
    public String text() {
        return JsonBody.text(body);
    }

    /** Returns the members of the body's JSON object, or null if the body is not one. */
    public @Nullable Map<String, Object> json() {
        return JsonBody.object(text());
    }

    /** Returns a string member of the body's JSON object, or null. */
    public @Nullable String string(String name) {
        Map<String, Object> json = json();
        return json != null && json.get(name) instanceof String value ? value : null;
    }

    /** Returns whether the server rejected the request with this error code: status 4xx, except 408 and 429. */
    public boolean isError(String code) {
        return isRejection() && code.equalsIgnoreCase(string("error"));
    }

    /** Like {@link #isError}, but a {@code WWW-Authenticate} challenge may also contain the code. */
    public boolean isChallenge(String code) {
        return isError(code)
                || (isRejection()
                        && WwwAuthenticate.errors(headers.allValues("WWW-Authenticate")).stream()
                                .anyMatch(code::equalsIgnoreCase));
    }

    /** Returns whether the status is 2xx. A server that sends tokens with 201 has issued them too. */
    public boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    /** Returns whether the server itself rejected the request, and so has not processed it. */
    public boolean isRejection() {
        return status >= 400 && status < 500 && !isTransient();
    }

    /**
     * Returns whether the server has certainly not processed the request: status 4xx, except 408. Unlike with
     * {@link #isRejection}, the same request may succeed later.
     */
    public boolean isUnprocessed() {
        return status >= 400 && status < 500 && status != 408;
    }

    /**
     * Returns the error code (RFC 6749 section 5.2, XRPC) in the body or else in a challenge, or null. Never returns
     * text that may repeat the request.
     */
    public @Nullable String errorCode() {
        return Stream.concat(
                        Stream.ofNullable(string("error")),
                        WwwAuthenticate.errors(headers.allValues("WWW-Authenticate")).stream())
                .filter(code -> MaxLength.ERROR_CODE.allows(code) && code.matches("[A-Za-z0-9_]+"))
                .findFirst()
                .orElse(null);
    }

    /**
     * Returns whether a server with a JSON API can have sent this response. A proxy, CDN or firewall in front of it
     * sends anything else: pages, text, nothing. Redirects count as the server's own.
     */
    public boolean isFromJsonServer() {
        boolean redirect = status >= 300 && status < 400;
        return redirect || json() != null || (status >= 400 && errorCode() != null);
    }

    /**
     * Returns this response if the server itself can have sent it, or if its status is transient anyway.
     *
     * @throws ExchangeException if {@link #isFromJsonServer} is false; transient
     */
    public HttpResponse requireFromJsonServer() throws ExchangeException {
        if (isFromJsonServer() || isTransient()) {
            return this;
        }
        throw ExchangeException.transientFailure(
                "a proxy or firewall responded for the server (HTTP " + status + " without a JSON object)");
    }

    /**
     * Like {@link #requireFromJsonServer}, for requests whose success has no result: accepts any body except a page.
     */
    public HttpResponse requireFromJsonServerUnlessSuccessful() throws ExchangeException {
        return isSuccess() && !text().stripLeading().startsWith("<") ? this : requireFromJsonServer();
    }

    /**
     * Returns how long the server asks clients to wait; see {@link RetryAfter}. Points in time are compared with the
     * server's own {@code Date}, if it sent one: the local clock may be wrong.
     */
    public Optional<Duration> retryAfter(Instant now) {
        return RetryAfter.of(status, header("Retry-After"), header("RateLimit-Reset"), serverTime(now));
    }

    private Instant serverTime(Instant now) {
        String date = header("Date");
        try {
            return date == null
                    ? now
                    : ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant();
        } catch (DateTimeException unreadable) {
            return now;
        }
    }

    /**
     * Returns the response without a secret: each occurrence in the body is replaced by asterisks, and headers with it
     * are left out.
     */
    public HttpResponse without(String secret) {
        if (secret.isEmpty()) {
            return this;
        }
        // A host name in a header can be in another case.
        String lower = secret.toLowerCase(Locale.ROOT);
        HttpHeaders safe = HttpHeaders.of(
                headers.map(), (name, value) -> !value.toLowerCase(Locale.ROOT).contains(lower));
        String text = text();
        HttpResponse clean = text.contains(secret)
                ? new HttpResponse(status, safe, text.replace(secret, "***").getBytes(StandardCharsets.UTF_8))
                : new HttpResponse(status, safe, body);
        // JSON can escape any letter.
        return String.valueOf(clean.json()).contains(secret) ? new HttpResponse(status, safe, new byte[0]) : clean;
    }

    /**
     * Returns whether the same request may succeed later: true for statuses 408, 429 and 5xx, and for error codes of a
     * server that has not consumed anything.
     */
    public boolean isTransient() {
        return status >= 500
                || status == 429
                || status == 408
                || (status >= 400 && TRANSIENT_ERRORS.contains(String.valueOf(string("error"))));
    }

    /** Returns status, error code and the host of a redirect for a message. Omits text that may repeat the request. */
    public String summary() {
        String error = errorCode();
        return "HTTP " + status + (error == null ? "" : " " + error)
                + (status >= 300 && status < 400 ? redirectTarget() : "");
    }

    private String redirectTarget() {
        String location = header("Location");
        if (location == null) {
            return "";
        }
        String host;
        try {
            host = URI.create(location).getHost();
        } catch (IllegalArgumentException e) {
            return " (redirect)";
        }
        // A longer label can be a token that the server repeats.
        return host == null
                ? " (redirect on the same host)"
                : " (redirect to " + SafeText.text(LONG_LABEL.matcher(host).replaceAll("...")) + ")";
    }

    /** Returns the server's description of an error, made safe for logs, or null if there is none. */
    public @Nullable String description() {
        String text = string("error_description") == null ? string("message") : string("error_description");
        return text == null ? null : SafeText.redacted(text, MaxLength.ERROR_DESCRIPTION);
    }

    @Override
    public String toString() {
        return "HttpResponse[" + summary() + "]";
    }
}
