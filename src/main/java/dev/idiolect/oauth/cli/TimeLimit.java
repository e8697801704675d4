package dev.idiolect.oauth.cli;

import dev.idiolect.oauth.login.LoginFlow;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads how long to wait: {@code 90s} or {@code 5m}, up to as long as a login may be pending. */
final class TimeLimit implements ITypeConverter<Duration> {

    private static final Pattern FORM = Pattern.compile("([1-9]\\d{0,3})([sm])");

    @Override
    public Duration convert(String value) {
        Matcher matcher = FORM.matcher(value);
        if (matcher.matches()) {
            long number = Long.parseLong(matcher.group(1));
            Duration limit = matcher.group(2).equals("m") ? Duration.ofMinutes(number) : Duration.ofSeconds(number);
            if (limit.compareTo(LoginFlow.STATE_LIFETIME) <= 0) {
                return limit;
            }
        }
        throw new TypeConversionException(
                "a time such as 90s or 5m, at most " + LoginFlow.STATE_LIFETIME.toMinutes() + "m");
    }
}
