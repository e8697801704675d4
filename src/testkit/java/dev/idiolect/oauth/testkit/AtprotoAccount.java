package dev.idiolect.oauth.testkit;

import dev.idiolect.oauth.testkit.internal.TestAccount;

/** An account of an {@link AtprotoServer}. Immutable and thread-safe. */
public final class AtprotoAccount {

    private final TestAccount account;

    AtprotoAccount(TestAccount account) {
        this.account = account;
    }

    TestAccount internal() {
        return account;
    }

    /**
     * Returns the DID. It depends only on the handle: an account with the same handle on another server has the same one.
     *
     * @return a DID such as {@code did:plc:ewvi7nxzyoun6zhxrhs64oiz}
     */
    public String did() {
        return account.did();
    }

    /** {@return the handle, such as {@code alice.test}} */
    public String handle() {
        return account.handle();
    }

    /** {@return the password, which the sign-in page and {@code com.atproto.server.createSession} accept} */
    public String password() {
        return account.password();
    }

    /** {@return a text with the handle and the DID} */
    @Override
    public String toString() {
        return handle() + " (" + did() + ")";
    }
}
