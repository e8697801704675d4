package dev.idiolect.sample;

import dev.idiolect.oauth.login.Logout;
import dev.idiolect.oauth.login.LogoutMode;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.store.StoreException;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The accounts that this browser is signed in to. */
@Path("/accounts")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class AccountsResource {

    @Inject
    CurrentBrowser browser;

    @Inject
    Browsers browsers;

    @Inject
    OAuthTokenStore store;

    @Inject
    Logout logout;

    @GET
    public List<Account> accounts() {
        Instant now = Instant.now();
        return browser.accounts().stream().map(did -> account(did, now)).toList();
    }

    private Account account(String did, Instant now) {
        try {
            Optional<OAuthSession> session = store.load(did);
            if (session.isEmpty()) {
                browsers.end(did);
            }
            return session.map(found -> Account.of(found, now)).orElse(Account.without(did, "missing"));
        } catch (StoreException e) {
            return Account.without(did, "unreadable");
        }
    }

    /** Signs out, also if the server can't be told in case {@code anyway} is given. */
    @DELETE
    @Path("/{did}")
    public void signOut(@PathParam("did") String did, @QueryParam("anyway") boolean anyway) {
        browser.require(did);
        logout.logout(did, anyway ? LogoutMode.FORGET_ANYWAY : LogoutMode.KEEP_IF_UNTOLD);
        browsers.forget(did);
    }
}
