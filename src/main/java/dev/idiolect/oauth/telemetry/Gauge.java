package dev.idiolect.oauth.telemetry;

/** Current values. Later versions may add constants. */
public enum Gauge {
    /** Refreshed sessions that this process could not save yet. It keeps their tokens in memory. */
    UNSAVED_SESSIONS("idiolect.oauth.sessions.unsaved", "Refreshed sessions that are not saved yet", "{session}"),
    /** Logins that wait for the browser to return. With a shared store, those of all processes. */
    PENDING_LOGINS("idiolect.oauth.logins.pending", "Logins that wait for the browser to return", "{login}");

    private final String metricName;
    private final String description;
    private final String unit;

    Gauge(String metricName, String description, String unit) {
        this.metricName = metricName;
        this.description = description;
        this.unit = unit;
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
}
