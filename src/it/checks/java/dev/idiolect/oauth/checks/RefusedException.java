package dev.idiolect.oauth.checks;

/** What the application makes of a server's refusal. */
public class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    RefusedException(String error) {
        super(error);
    }
}
