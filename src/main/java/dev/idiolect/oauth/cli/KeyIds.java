package dev.idiolect.oauth.cli;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** Creates ids of new keys from the date, which shows an operator the age of the key, and a random part. */
final class KeyIds {

    private static final String ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789";

    private KeyIds() {}

    static String next(Clock clock) {
        StringBuilder id = new StringBuilder(
                LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).toString());
        id.append('-');
        new SecureRandom().ints(5, 0, ALPHABET.length()).forEach(i -> id.append(ALPHABET.charAt(i)));
        return id.toString();
    }
}
