package dev.idiolect.sample;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import java.util.List;

/** Reads the browser's cookies, and rejects changes from pages of other sites. */
@Provider
@ApplicationScoped
public class RequestFilter implements ContainerRequestFilter {

    @Inject
    CurrentBrowser browser;

    @Override
    public void filter(ContainerRequestContext request) {
        // SameSite=Lax cookies do not protect against other origins of the same site, such as another port.
        String site = request.getHeaderString("Sec-Fetch-Site");
        boolean reads = request.getMethod().equals(HttpMethod.GET);
        // The library's LoginResource checks its forms itself and shows an error page.
        boolean login = request.getUriInfo().getPath().replaceFirst("^/", "").startsWith("oauth/");
        if (!reads && !login && site != null && !site.equals("same-origin")) {
            request.abortWith(Response.status(Response.Status.FORBIDDEN).build());
            return;
        }
        browser.read(request.getHeaders().getOrDefault(HttpHeaders.COOKIE, List.of()));
    }
}
