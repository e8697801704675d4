package dev.idiolect.oauth.cli;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Parses a time such as {@code 90s}, {@code 5m}, {@code 12h} or {@code 3d}. */
final class TimeOption implements ITypeConverter<Duration> {

    private static final Pattern FORMAT = Pattern.compile("([1-9]\\d{0,3})([smhd])");

    /** Returns the time, or empty if the text has another format. */
    static Optional<Duration> parse(String text) {
        Matcher matcher = FORMAT.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long number = Long.parseLong(matcher.group(1));
        return Optional.of(
                switch (matcher.group(2)) {
                    case "s" -> Duration.ofSeconds(number);
                    case "m" -> Duration.ofMinutes(number);
                    case "h" -> Duration.ofHours(number);
                    default -> Duration.ofDays(number);
                });
    }

    @Override
    public Duration convert(String value) {
        return parse(value)
                .orElseThrow(
                        () -> new TypeConversionException("'" + value + "'. Use a time such as 90s, 5m, 12h or 3d"));
    }
}
