package dev.idiolect.oauth.cdi.internal;

import static dev.idiolect.oauth.internal.config.ConfigKey.TELEMETRY;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The systems to which the library reports, as configured.
 *
 * @param openTelemetry whether it reports to OpenTelemetry, if its API is present
 * @param micrometer whether it reports to Micrometer, if its API is present
 */
record TelemetryConfig(boolean openTelemetry, boolean micrometer) {

    static final TelemetryConfig NONE = new TelemetryConfig(false, false);

    private static final String OPEN_TELEMETRY = "opentelemetry";
    private static final String MICROMETER = "micrometer";
    private static final Set<String> SYSTEMS = Set.of(OPEN_TELEMETRY, MICROMETER);

    static TelemetryConfig read(ConfigValues values) {
        String value = values.valueOrDefault(TELEMETRY);
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "auto" -> new TelemetryConfig(true, true);
            case "none" -> NONE;
            default -> of(value);
        };
    }

    private static TelemetryConfig of(String value) {
        List<String> systems =
                Arrays.stream(value.split(",")).map(String::strip).toList();
        if (!SYSTEMS.containsAll(systems)) {
            throw ConfigurationException.invalid(
                    TELEMETRY, value, "auto, none, opentelemetry, micrometer, or opentelemetry,micrometer", null);
        }
        return new TelemetryConfig(systems.contains(OPEN_TELEMETRY), systems.contains(MICROMETER));
    }
}
