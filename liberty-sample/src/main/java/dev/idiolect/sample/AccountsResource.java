package dev.idiolect.sample;

import dev.idiolect.oauth.login.Logout;
import dev.idiolect.oauth.login.RevocationFailure;
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

/** The accounts that this browser is signed in to. */
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
                    .orElse(Account.without(did, "missing"));
        } catch (StoreException e) {
            return Account.without(did, "unreadable");
        }
    }

    /** Ends the session, if it is this browser's, and forgets the account here. */
    @DELETE
    @Path("/{did}")
    public Response signOut(@PathParam("did") String did, @QueryParam("anyway") boolean anyway) {
        browser.requireKnown(did);
        if (isSignedIn(did, anyway)) {
            logout.logout(did, anyway ? RevocationFailure.DELETE_SESSION : RevocationFailure.KEEP_SESSION);
        }
        return Response.noContent().cookie(browser.signOut(did)).build();
    }

    private boolean isSignedIn(String did, boolean anyway) {
        try {
            return browser.session(did).isPresent();
        } catch (StoreException e) {
            if (anyway) {
                return false; // whose session it is can't be told any more; the next sign-in replaces it
            }
            throw e;
        }
    }
}
