package dev.idiolect.oauth.rest;

/**
 * Thrown when a call names no account, and there is neither an active nor a default account. No request was sent.
 */
public class AccountMissingException extends AccountException {

    private static final long serialVersionUID = 1L;

    AccountMissingException(String method) {
        super("No account for " + method + ". Name one in one of three ways: an argument (a record's \"repo\", or a"
                + " parameter with @HeaderParam(DpopSigned.ACCOUNT)); an ActiveAccount; or a default account"
                + " (idiolect.oauth.account in the configuration)");
    }
}
