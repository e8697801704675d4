package dev.idiolect.oauth.telemetry;

import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The operations whose duration is reported, in seconds. Later versions may add constants. */
public enum Operation {
    /** A refresh of a session, with the wait for its lock. */
    REFRESH(
            "idiolect.oauth.refresh",
            "Refreshes of sessions",
            true,
            null,
            Set.of(),
            "idiolect.oauth.refresh.outcome",
            Outcomes.REFRESH),
    /** A step of a login. */
    LOGIN(
            "idiolect.oauth.login",
            "Steps of logins",
            true,
            "idiolect.oauth.login.stage",
            Set.of("begin", "complete", "app_password"),
            Operation.ERROR_TYPE,
            Outcomes.LOGIN),
    /** A lookup of a handle or DID that is not in the cache. */
    IDENTITY_RESOLUTION(
            "idiolect.oauth.identity.resolution",
            "Lookups of handles and DIDs",
            true,
            null,
            Set.of(),
            Operation.ERROR_TYPE,
            Set.of("transient", "permanent", Operation.OTHER)),
    /** An HTTP request of this library itself. Signed calls are requests of the application. */
    HTTP_REQUEST(
            "idiolect.oauth.http.request",
            "HTTP requests to authorization servers, PDSs and directories",
            true,
            "idiolect.oauth.http.purpose",
            Set.of(
                    "identity",
                    "metadata",
                    "pushed_authorization_request",
                    "token",
                    "revocation",
                    "app_password_session",
                    Operation.OTHER),
            "idiolect.oauth.http.outcome",
            Set.of("1xx", "2xx", "3xx", "4xx", "5xx", "rate_limited", "no_response", Operation.OTHER)),
    /** The wait for the refresh lock of an account. */
    LOCK_WAIT(
            "idiolect.oauth.lock.wait",
            "Waits for the refresh lock of an account",
            false,
            null,
            Set.of(),
            Operation.ERROR_TYPE,
            Outcomes.STORE),
    /** An operation of the store. */
    STORE(
            "idiolect.oauth.store.operation",
            "Operations of the session store",
            false,
            "idiolect.oauth.store.operation",
            Set.of(
                    "save",
                    "load",
                    "delete",
                    "replace",
                    "list",
                    "claim",
                    "postpone",
                    "reseal",
                    "permit",
                    "save_login",
                    "consume_login"),
            Operation.ERROR_TYPE,
            Outcomes.STORE),
    /** One run of the sweep that refreshes idle sessions. */
    SWEEP(
            "idiolect.oauth.sweep",
            "Runs of the sweep that refreshes idle sessions",
            false,
            null,
            Set.of(),
            Operation.ERROR_TYPE,
            Outcomes.STORE);

    /** The outcome of an error that no other value describes. */
    public static final String OTHER = "_OTHER";

    /** The key of outcomes that exist only for failures, as in OpenTelemetry's semantic conventions. */
    public static final String ERROR_TYPE = "error.type";

    private static final class Outcomes {
        static final Set<String> SUCCESSES = Set.of("refreshed", "adopted", "1xx", "2xx", "3xx");
        static final Set<String> REFRESH = Set.of(
                "refreshed",
                "adopted",
                "transient",
                "permanent",
                "reauthenticate",
                "unknown",
                "signed_out",
                Operation.OTHER);
        static final Set<String> STORE =
                Set.of("transient", "permanent", "unreadable", "missing_key", "plain_text", Operation.OTHER);
        static final Set<String> LOGIN = Set.of(
                "denied",
                "unknown_state",
                "state_or_issuer_mismatch",
                "refused",
                "protocol_error",
                "no_oauth",
                "unavailable",
                "rate_limited",
                "wrong_password",
                "account_takedown",
                "account_deactivated",
                "auth_factor_required",
                "identity",
                "store",
                Operation.OTHER);
    }

    private final String spanName;
    private final String description;
    private final boolean span;
    private final @Nullable String detailKey;

    @SuppressWarnings("ImmutableEnumChecker") // Set.of is immutable
    private final Set<String> details;

    private final String outcomeKey;

    @SuppressWarnings("ImmutableEnumChecker") // Set.of is immutable
    private final Set<String> outcomes;

    Operation(
            String spanName,
            String description,
            boolean span,
            @Nullable String detailKey,
            Set<String> details,
            String outcomeKey,
            Set<String> outcomes) {
        this.spanName = spanName;
        this.description = description;
        this.span = span;
        this.detailKey = detailKey;
        this.details = details;
        this.outcomeKey = outcomeKey;
        this.outcomes = outcomes;
    }

    /** {@return the name of the span, such as {@code idiolect.oauth.refresh}} */
    public String spanName() {
        return spanName;
    }

    /** {@return the name of the metric: the name of the span and {@code .duration}} */
    public String metricName() {
        return spanName + ".duration";
    }

    /** {@return a description for dashboards} */
    public String description() {
        return description;
    }

    /** {@return whether the operation is worth a span} */
    public boolean isSpan() {
        return span;
    }

    /** {@return the key of the attribute that is known at the start, if there is one} */
    public Optional<String> detailKey() {
        return Optional.ofNullable(detailKey);
    }

    /** {@return the values of {@link #detailKey}} */
    public Set<String> details() {
        return details;
    }

    /** {@return the key of the attribute that is known at the end; {@code error.type} is absent after a success} */
    public String outcomeKey() {
        return outcomeKey;
    }

    /** {@return the values of {@link #outcomeKey}} */
    public Set<String> outcomes() {
        return outcomes;
    }

    /**
     * Returns whether an outcome is a failure.
     *
     * @param outcome a value of {@link #outcomes}, or null
     * @return false for null, for a session that was refreshed, and for HTTP statuses below 400
     */
    public boolean isFailure(@Nullable String outcome) {
        return outcome != null && !Outcomes.SUCCESSES.contains(outcome);
    }
}
