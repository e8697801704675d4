package dev.idiolect.oauth.cli.internal.doctor;

import dev.idiolect.oauth.internal.config.ConfigKey;
import dev.idiolect.oauth.internal.http.Durations;
import dev.idiolect.oauth.internal.http.ExchangeException;
import dev.idiolect.oauth.internal.http.HttpResponse;
import dev.idiolect.oauth.internal.http.SsrfSafeHttpClient;
import java.net.URI;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Compares the clock of this machine with that of the PLC directory. Servers reject DPoP proofs and client assertions whose
 * time is wrong.
 */
final class ClockCheck implements Check {

    /** A {@code Date} header has full seconds, and arrives late. */
    private static final Duration EXACT = Duration.ofSeconds(5);

    /** The lifetime of a client assertion. */
    private static final Duration USABLE = Duration.ofSeconds(60);

    private static final String FIX =
            "Synchronize the clock of this machine, for example with: timedatectl set-ntp true";

    private final Settings settings;
    private final SsrfSafeHttpClient http;
    private final Clock clock;

    ClockCheck(Settings settings, SsrfSafeHttpClient http, Clock clock) {
        this.settings = settings;
        this.http = http;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "clock";
    }

    @Override
    public List<Finding> run() {
        String server = settings.policy()
                .originOf(settings.valueOrDefault(ConfigKey.PLC_URL))
                .orElse(null);
        if (server == null) {
            return List.of(Finding.skip("needs a valid " + ConfigKey.PLC_URL.key()));
        }
        HttpResponse response;
        Instant before = clock.instant();
        try {
            response = http.get(URI.create(server + "/"), "*/*");
        } catch (ExchangeException e) {
            return List.of(Finding.fail(
                    "no response from " + server + ": " + e.getMessage(),
                    (e.isUnknownHost() ? "Check the DNS of this machine" : "Allow outgoing https connections")
                            + ": the application needs this server to resolve accounts"));
        }
        Duration half = Duration.between(before, clock.instant()).dividedBy(2);
        return List.of(compare(server, response.header("Date"), before.plus(half)));
    }

    private static Finding compare(String server, @Nullable String date, Instant now) {
        Duration offset;
        try {
            offset = Duration.between(
                    ZonedDateTime.parse(date == null ? "" : date, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant(),
                    now);
        } catch (DateTimeException e) {
            return Finding.warn(
                    "the time of " + server + " is missing or unreadable", "Check the clock of this machine by hand");
        }
        Duration size = offset.abs();
        String message = "the clock is " + Durations.format(size) + (offset.isNegative() ? " behind " : " ahead of ")
                + "that of " + server;
        if (size.compareTo(EXACT) <= 0) {
            return Finding.ok("agrees with " + server);
        }
        return size.compareTo(USABLE) <= 0 ? Finding.warn(message, FIX) : Finding.fail(message, FIX);
    }
}
