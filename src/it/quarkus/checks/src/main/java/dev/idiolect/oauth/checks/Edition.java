package dev.idiolect.oauth.checks;

/** A class that changes while the application runs in dev mode. */
final class Edition {

    private Edition() {}

    static String name() {
        return "edition 0";
    }
}
