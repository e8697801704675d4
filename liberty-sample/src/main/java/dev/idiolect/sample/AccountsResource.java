package dev.idiolect.sample;

import dev.idiolect.oauth.login.Logout;
import dev.idiolect.oauth.login.LogoutMode;
import dev.idiolect.oauth.store.OAuthTokenStore;
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
        return browser.accounts().stream()
                .map(did ->
                        store.load(did).map(session -> Account.of(session, now)).orElse(Account.missing(did)))
                .toList();
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
