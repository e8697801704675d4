package dev.idiolect.oauth.rest;

import dev.idiolect.oauth.refresh.SessionRefresher;
import dev.idiolect.oauth.session.Did;
import dev.idiolect.oauth.session.OAuthSession;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Chooses the account of a call and gives its session. */
final class AccountSelector {

    private static final int SHOWN = 64;

    private final SessionRefresher refresher;
    private final ActiveAccount active;
    private final @Nullable String configured;

    AccountSelector(SessionRefresher refresher, ActiveAccount active, @Nullable String configured) {
        this.refresher = refresher;
        this.active = active;
        this.configured = configured;
    }

    /** Returns the account of a call whose arguments name none. Belongs on the caller's thread. */
    String unnamed(ApiMethod api) {
        Optional<String> did = active.did().map(String::trim).filter(text -> !text.isEmpty());
        if (did.isPresent()) {
            return checked(did.get(), "ActiveAccount");
        }
        if (configured == null || configured.isBlank()) {
            throw new AccountMissingException(api.name());
        }
        return checked(configured.trim(), "idiolect.oauth.account");
    }

    /** Returns the session that a call uses: live if it is to be signed, as it is stored if not. */
    OAuthSession session(ApiMethod api, AccountArguments named, Supplier<String> unnamed) {
        if (api.treatment() == Routing.SIGNED) {
            return refresher.refreshIfNeeded(account(api, named, unnamed));
        }
        if (Did.isValid(named.repo())) {
            Optional<OAuthSession> own = refresher.find(named.repo());
            if (own.isPresent()) {
                return own.get();
            }
        }
        String did = account(api, named, unnamed);
        return refresher.get(did);
    }

    OAuthSession renewed(OAuthSession refused) {
        return refresher.renew(refused);
    }

    private static String account(ApiMethod api, AccountArguments named, Supplier<String> unnamed) {
        return named.account() != null ? checked(named.account(), "an argument of " + api.name()) : unnamed.get();
    }

    private static String checked(String account, String where) {
        if (Did.isValid(account)) {
            return account;
        }
        throw new AccountException("The account of " + where + ", " + printable(account)
                + ", is no DID. A handle can change hands: pass the DID that the login gave, such as"
                + " did:plc:ewvi7nxzyoun6zhxrhs64oiz");
    }

    static String printable(String account) {
        String shown = account.length() <= SHOWN ? account : account.substring(0, SHOWN) + "...";
        return '"' + shown.replaceAll("[^\\x20-\\x7e]", "?") + '"';
    }
}
