package dev.idiolect.oauth.rest;

/** Thrown when nothing says which account a call acts for. Nothing was sent. */
public class AccountMissingException extends AccountException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception that names the ways to say it.
     *
     * @param method the method that was called
     */
    public AccountMissingException(String method) {
        super("No account for " + method + ". Name one in one of three ways: an argument (a record's \"repo\", or a"
                + " parameter with @HeaderParam(DpopSigned.ACCOUNT)); a bean of type ActiveAccount; or"
                + " idiolect.oauth.account in the configuration");
    }
}
