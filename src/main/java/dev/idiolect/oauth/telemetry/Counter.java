package dev.idiolect.oauth.telemetry;

import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the library counts. Later versions may add constants. */
public enum Counter {
    /** Requests of signed calls that were sent again, after a server had refused them without processing them. */
    CALL_RETRIES(
            "idiolect.oauth.call.retries",
            "Signed requests that were sent again",
            "{request}",
            "idiolect.oauth.call.challenge",
            Set.of("nonce", "token", "expired", "account", "clock")),
    /** Sessions that have ended, so that the user must sign in again. */
    SESSIONS_ENDED(
            "idiolect.oauth.sessions.ended",
            "Sessions that have ended",
            "{session}",
            "idiolect.oauth.end.reason",
            Set.of("refused", "invalid_response", "response_lost", "moved", "expired")),
    /** Failed attempts to save a refreshed session. The library keeps the session and tries again. */
    SAVE_FAILURES(
            "idiolect.oauth.save.failures", "Failed attempts to save a refreshed session", "{attempt}", null, Set.of()),
    /** Sessions that a sweep has handled. */
    SWEPT_SESSIONS(
            "idiolect.oauth.sweep.sessions",
            "Idle sessions that a sweep has handled",
            "{session}",
            "idiolect.oauth.sweep.outcome",
            Set.of("refreshed", "not_due", "failed", "ended", "postponed"));

    private final String metricName;
    private final String description;
    private final String unit;
    private final @Nullable String key;

    @SuppressWarnings("ImmutableEnumChecker") // Set.of is immutable
    private final Set<String> allowedValues;

    Counter(String metricName, String description, String unit, @Nullable String key, Set<String> allowedValues) {
        this.metricName = metricName;
        this.description = description;
        this.unit = unit;
        this.key = key;
        this.allowedValues = allowedValues;
    }

    /** {@return the name of the metric} */
    public String metricName() {
        return metricName;
    }

    /** {@return a description for dashboards} */
    public String description() {
        return description;
    }

    /** {@return the unit, in the notation of OpenTelemetry} */
    public String unit() {
        return unit;
    }

    /** {@return the key of the attribute, if there is one} */
    public Optional<String> key() {
        return Optional.ofNullable(key);
    }

    /** {@return the values of {@link #key}, without {@link Operation#OTHER}, which can occur too} */
    public Set<String> allowedValues() {
        return allowedValues;
    }
}
