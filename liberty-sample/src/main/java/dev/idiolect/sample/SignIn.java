package dev.idiolect.sample;

import dev.idiolect.oauth.session.SignedIn;
import dev.idiolect.oauth.web.LoginFailure;
import dev.idiolect.oauth.web.LoginResource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The library's login resource, which here remembers the signed-in accounts in cookies. */
@Path("/oauth")
@ApplicationScoped
public class SignIn extends LoginResource {

    private static final String PAGE = "/";

    @Inject
    CurrentBrowser browser;

    @Inject
    @ConfigProperty(name = "sample.address-header")
    Optional<String> addressHeader;

    @Override
    protected Response signedIn(SignedIn account, URI next) {
        return Response.seeOther(next).cookie(browser.signIn(account.did())).build();
    }

    @Override
    protected Response loginPage(String handle, String returnTo) {
        return page().build();
    }

    /** Redirects to the page, which shows the text of this cookie once. */
    @Override
    protected Response failed(LoginFailure failure, HttpHeaders headers) {
        String text = URLEncoder.encode(failure.kind().text(), StandardCharsets.UTF_8);
        NewCookie notice = new NewCookie.Builder("notice")
                .value(text.replace("+", "%20"))
                .path("/")
                .maxAge(60)
                .sameSite(NewCookie.SameSite.LAX)
                .build();
        return page().cookie(notice).build();
    }

    /** Returns the address from the header of a reverse proxy, if there is one. */
    @Override
    protected String clientAddress(HttpHeaders headers) {
        return addressHeader.map(headers::getHeaderString).orElse(null);
    }

    // A relative redirect: behind a proxy, the URL in the browser differs from the one known here.
    private static Response.ResponseBuilder page() {
        return Response.status(Response.Status.SEE_OTHER).header(HttpHeaders.LOCATION, PAGE);
    }
}
