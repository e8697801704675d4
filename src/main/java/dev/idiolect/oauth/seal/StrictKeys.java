package dev.idiolect.oauth.seal;

import java.time.Duration;
import java.util.Optional;

/**
 * The keys of another source, for a store that refuses plain text. Not a record, because its {@code toString} could
 * contain keys.
 */
final class StrictKeys implements KeySource {

    private final KeySource source;

    StrictKeys(KeySource source) {
        this.source = source;
    }

    @Override
    public String keys() {
        return source.keys();
    }

    @Override
    public Optional<Duration> maxAge() {
        return source.maxAge();
    }

    @Override
    public boolean refusesPlainText() {
        return true;
    }
}
