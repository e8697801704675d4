package dev.idiolect.oauth.checks;

/** The application's exception for an error response. */
public class RejectedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    RejectedException(String error) {
        super(error);
    }
}
