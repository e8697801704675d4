package dev.idiolect.oauth.login;

import dev.idiolect.oauth.identity.Identity;
import dev.idiolect.oauth.identity.IdentityException;
import dev.idiolect.oauth.identity.IdentityResolver;
import dev.idiolect.oauth.identity.internal.TypedAccount;
import dev.idiolect.oauth.internal.endpoint.AuthorizationServers;
import dev.idiolect.oauth.internal.endpoint.DiscoveryException;
import dev.idiolect.oauth.internal.http.ExchangeException;
import org.jspecify.annotations.Nullable;

/**
 * Finds the account and the authorization server for the text that a user typed. A host name is tried as a handle, then
 * as a server; with a scheme, as a server first.
 */
final class LoginTargets {

    private final IdentityResolver identities;
    private final AuthorizationServers servers;
    private final LoginShares shares;

    LoginTargets(IdentityResolver identities, AuthorizationServers servers, LoginShares shares) {
        this.identities = identities;
        this.servers = servers;
        this.shares = shares;
    }

    /**
     * Rejects a login whose first server has no free share, on the caller's thread.
     *
     * @throws LoginException if too many logins wait
     */
    void requireFree(String account) {
        TypedAccount typed = TypedAccount.of(account);
        String server = typed.server();
        shares.requireFree(server != null && typed.isUrl() ? server : name(account));
    }

    /**
     * @throws IdentityException if the text is not understood, or its handle or DID cannot be resolved
     * @throws LoginException if the server cannot be reached, does not support OAuth or has invalid metadata
     */
    LoginTarget find(String account, UninterruptibleLogin login) {
        TypedAccount typed = TypedAccount.of(account);
        String server = typed.server();
        if (server == null) {
            return ofAccount(account, login);
        }
        if (typed.isUrl()) {
            return ofServerOrAccount(server, typed.name(), login);
        }
        return ofAccountOrServer(account, server, login);
    }

    private LoginTarget ofAccountOrServer(String account, String server, UninterruptibleLogin login) {
        Identity identity;
        try {
            identity = resolve(account, login);
        } catch (IdentityException e) {
            if (e.isTransient()) {
                throw e;
            }
            try {
                return ofServer(server, login);
            } catch (DiscoveryException noServer) {
                e.addSuppressed(noServer);
                throw e;
            }
        }
        return of(identity, login);
    }

    private LoginTarget ofServerOrAccount(String server, @Nullable String handle, UninterruptibleLogin login) {
        try {
            return ofServer(server, login);
        } catch (DiscoveryException e) {
            // The domain of a handle may have no web server, or an unrelated site whose 404 is a page.
            boolean unknownHost = e.getCause() instanceof ExchangeException exchange && exchange.isUnknownHost();
            if (handle != null && (unknownHost || e.isNotFound() || !e.isTransient())) {
                try {
                    return ofAccount(handle, login);
                } catch (IdentityException noAccount) {
                    e.addSuppressed(noAccount);
                }
            }
            throw e.isNotFound() ? LoginException.of(LoginException.Reason.NO_OAUTH, e) : LoginException.of(e);
        }
    }

    private LoginTarget ofServer(String server, UninterruptibleLogin login) {
        String issuer = login.at(shares, server, () -> servers.issuerAt(server));
        return new LoginTarget(null, login.at(shares, issuer, () -> servers.metadata(issuer)));
    }

    private LoginTarget ofAccount(String account, UninterruptibleLogin login) {
        return of(resolve(account, login), login);
    }

    private Identity resolve(String account, UninterruptibleLogin login) {
        return login.at(shares, name(account), () -> identities.resolve(account));
    }

    private static String name(String account) {
        String name = TypedAccount.of(account).name();
        return name == null ? account : name;
    }

    private LoginTarget of(Identity identity, UninterruptibleLogin login) {
        try {
            String pds = identity.pdsUrl();
            String issuer = login.at(shares, pds, () -> servers.issuerOf(pds));
            return new LoginTarget(identity, login.at(shares, issuer, () -> servers.metadata(issuer, pds)));
        } catch (DiscoveryException e) {
            throw LoginException.of(e);
        }
    }
}
