package dev.idiolect.oauth.seal;

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
    public boolean refusesPlainText() {
        return true;
    }
}
