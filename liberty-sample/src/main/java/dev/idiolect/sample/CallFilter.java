package dev.idiolect.sample;

import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;

/** Rejects requests of accounts and servers with too many calls, before their body and their session are read. */
@Provider
@Limited
public class CallFilter implements ContainerRequestFilter {

    @Inject
    CallLimiter limiter;

    @Override
    public void filter(ContainerRequestContext request) {
        String did = request.getUriInfo().getPathParameters().getFirst("did");
        if (limiter.isFull(did)) {
            request.abortWith(CallLimiter.rejection());
        }
    }
}
