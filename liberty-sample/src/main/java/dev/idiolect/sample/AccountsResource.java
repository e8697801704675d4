package dev.idiolect.sample;

import dev.idiolect.oauth.login.Logout;
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
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;

/** The accounts that are signed in in this browser. */
@Path("/accounts")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class AccountsResource {

    @Inject
    CurrentBrowser browser;

    @Inject
    Logout logout;

    @GET
    public List<Account> accounts() {
        Instant now = Instant.now();
        return browser.accounts().stream().map(did -> account(did, now)).toList();
    }

    private Account account(String did, Instant now) {
        try {
            return browser.session(did)
                    .map(session -> Account.of(session, now))
                    .or(() -> browser.newerSession(did).map(Account::elsewhere))
                    .orElse(Account.without(did, "missing"));
        } catch (StoreException e) {
            return Account.without(did, "unreadable");
        }
    }

    /** Revokes the session if it belongs to this browser, and removes the account from the browser. */
    @DELETE
    @Path("/{did}")
    public Response signOut(@PathParam("did") String did, @QueryParam("force") boolean force) {
        browser.requireKnown(did);
        if (isSignedIn(did, force)) {
            logout.logout(did, !force);
        }
        return Response.noContent().cookie(browser.signOut(did)).build();
    }

    private boolean isSignedIn(String did, boolean force) {
        try {
            return browser.session(did).isPresent();
        } catch (StoreException e) {
            if (force) {
                return false; // the owner of an unreadable session is unknown; the next sign-in replaces it
            }
            throw e;
        }
    }
}
