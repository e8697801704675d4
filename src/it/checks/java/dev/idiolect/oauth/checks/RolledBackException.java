package dev.idiolect.oauth.checks;

/** Rolls a transaction back. The message is the result of the call in it. */
class RolledBackException extends RuntimeException {

    RolledBackException(String result) {
        super(result);
    }
}
