package dev.idiolect.oauth.internal.endpoint;

import dev.idiolect.oauth.OAuthException;
import dev.idiolect.oauth.internal.http.ExchangeException;
import dev.idiolect.oauth.internal.http.HttpResponse;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when the metadata of a PDS or an authorization server cannot be fetched or is invalid. Login and refresh
 * convert it to their own exceptions.
 */
public final class DiscoveryException extends OAuthException {

    private static final long serialVersionUID = 1L;

    private enum Kind {
        /** Invalid metadata or a rejection from the server itself, or an address that is not allowed. */
        INVALID,
        /** A redirect, which a proxy may have sent. */
        REDIRECT,
        RATE_LIMITED,
        UNAVAILABLE
    }

    private final Kind kind;
    private final boolean notFound;
    private final @Nullable Duration retryAfter;

    private DiscoveryException(
            String message, Kind kind, boolean notFound, @Nullable Duration retryAfter, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.notFound = notFound;
        this.retryAfter = retryAfter;
    }

    static DiscoveryException invalidAddress(String message) {
        return new DiscoveryException(message, Kind.INVALID, false, null, null);
    }

    static DiscoveryException invalidMetadata(URI source, String rule) {
        return new DiscoveryException("Invalid metadata at " + source + ": " + rule, Kind.INVALID, false, null, null);
    }

    /** Returns the exception for a JSON object that is not metadata at all. */
    static DiscoveryException notMetadata(URI source) {
        return new DiscoveryException(
                source + " returned HTTP 200 without metadata; a proxy or firewall may have responded for the server",
                Kind.UNAVAILABLE,
                false,
                null,
                null);
    }

    // A failed name lookup is transient too, because a DNS outage looks like a name that does not exist.
    static DiscoveryException noResponse(URI source, ExchangeException cause) {
        String advice = cause.isUnknownHost() ? "; try again or check the address" : "";
        return new DiscoveryException(
                "No response from " + source + ": " + cause.getMessage() + advice,
                cause.isRefused() ? Kind.INVALID : cause.isRateLimited() ? Kind.RATE_LIMITED : Kind.UNAVAILABLE,
                false,
                cause.retryAfter().orElse(null),
                cause);
    }

    /** Returns the exception for a response that is not the document. */
    static DiscoveryException unusable(URI source, HttpResponse response, Instant now) {
        boolean own = response.isFromJsonServer();
        boolean notFound = response.status() == 404;
        Kind kind = response.status() == 429
                ? Kind.RATE_LIMITED
                : response.isTransient() || !own
                        ? Kind.UNAVAILABLE
                        : response.status() < 400 ? Kind.REDIRECT : Kind.INVALID;
        return new DiscoveryException(
                source + " returned " + response.summary() + " instead of 200"
                        + (own || response.isTransient()
                                ? ""
                                : "; a proxy or firewall may have responded for the server"),
                kind,
                notFound,
                response.retryAfter(now).orElse(null),
                null);
    }

    /** Returns the exception for a server that has neither document. */
    static DiscoveryException noOAuth(String origin, DiscoveryException resource, DiscoveryException server) {
        DiscoveryException last = resource.isTransient() ? resource : server;
        return new DiscoveryException(
                origin + " does not offer OAuth: it has no metadata (HTTP 404)",
                last.kind,
                true,
                last.retryAfter,
                null);
    }

    /** Returns whether the document does not exist: the PDS offers no OAuth, or is not at this address. */
    public boolean isNotFound() {
        return notFound;
    }

    /** Returns whether the server limits the rate of requests. */
    public boolean isRateLimited() {
        return kind == Kind.RATE_LIMITED;
    }

    /** Returns how long the server asks clients to wait, or empty if it does not say. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /** Returns whether the failure comes from the server itself, so that cached metadata must not be used. */
    boolean isFinal() {
        return kind == Kind.INVALID;
    }

    /**
     * Returns whether the same call may succeed later: true for network failures, timeouts, 408, 429 and 5xx, and for
     * responses that a proxy may have sent.
     */
    @Override
    public boolean isTransient() {
        return kind == Kind.RATE_LIMITED || kind == Kind.UNAVAILABLE;
    }
}
