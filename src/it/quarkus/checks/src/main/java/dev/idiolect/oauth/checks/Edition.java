package dev.idiolect.oauth.checks;

/** What a developer changes while the application runs. */
final class Edition {

    private Edition() {}

    static String name() {
        return "edition 0";
    }
}
