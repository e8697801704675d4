package dev.idiolect.oauth.rest;

import dev.idiolect.oauth.internal.http.CallerContext;
import dev.idiolect.oauth.internal.http.SafeText;
import dev.idiolect.oauth.refresh.SessionRefresher;
import dev.idiolect.oauth.session.Did;
import dev.idiolect.oauth.session.OAuthSession;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Selects the account of a call and finds its session. */
final class AccountSelector {

    private final SessionRefresher refresher;
    private final ActiveAccount activeAccount;
    private final @Nullable String defaultAccount;

    AccountSelector(SessionRefresher refresher, ActiveAccount activeAccount, @Nullable String defaultAccount) {
        this.refresher = refresher;
        this.activeAccount = activeAccount;
        this.defaultAccount = defaultAccount;
    }

    /** Returns the account of a call whose arguments name none. Must run on the caller's thread. */
    String unnamedAccount(ApiMethod api) {
        Optional<String> did = activeAccount.did().map(String::trim).filter(text -> !text.isEmpty());
        if (did.isPresent()) {
            return checked(did.get(), "ActiveAccount");
        }
        if (defaultAccount == null || defaultAccount.isBlank()) {
            throw AccountException.missing(api.name());
        }
        return checked(defaultAccount.trim(), "idiolect.oauth.account");
    }

    /**
     * Returns the session of a call. For a signed call, it has a valid access token; otherwise it is returned as
     * stored.
     */
    OAuthSession session(ApiMethod api, AccountArguments named, Supplier<String> unnamedAccount) {
        if (api.routing() == Routing.SIGNED) {
            return refresher.refreshIfNeeded(account(api, named, unnamedAccount));
        }
        String repo = named.repo();
        if (repo != null && Did.isValid(repo)) {
            Optional<OAuthSession> session = refresher.find(repo);
            if (session.isPresent()) {
                return session.get();
            }
        }
        String did = account(api, named, unnamedAccount);
        return refresher.get(did);
    }

    /** Like {@link #session}, without blocking while a refresh runs. */
    CompletableFuture<OAuthSession> sessionLater(
            ApiMethod api, AccountArguments named, Supplier<String> unnamedAccount) {
        return api.routing() == Routing.SIGNED
                ? refresher.refreshIfNeededLater(account(api, named, unnamedAccount))
                : CompletableFuture.completedFuture(session(api, named, unnamedAccount));
    }

    /** Returns a future that completes with the context of this caller. */
    <T> CompletableFuture<T> inCallersContext(CompletableFuture<T> future) {
        return CallerContext.resume(future, refresher.threadFactory());
    }

    /**
     * Replaces a session whose access token, or whose account, the server refused, without blocking while a refresh
     * runs.
     */
    CompletableFuture<OAuthSession> renewLater(OAuthSession refused, boolean ifMoved) {
        return ifMoved ? refresher.renewIfMovedLater(refused) : refresher.renewLater(refused);
    }

    /** Replaces a session whose access token, or whose account, the server refused. */
    OAuthSession renew(OAuthSession refused, boolean ifMoved) {
        return ifMoved ? refresher.renewIfMoved(refused) : refresher.renew(refused);
    }

    private static String account(ApiMethod api, AccountArguments named, Supplier<String> unnamedAccount) {
        String account = named.account();
        return account != null ? checked(account, "an argument of " + api.name()) : unnamedAccount.get();
    }

    private static String checked(String account, String source) {
        if (Did.isValid(account)) {
            return account;
        }
        throw new AccountException("Invalid account " + SafeText.quoted(account) + " from " + source
                + ": use the DID that the login returned, such as did:plc:ewvi7nxzyoun6zhxrhs64oiz. A handle can move to"
                + " another account");
    }
}
