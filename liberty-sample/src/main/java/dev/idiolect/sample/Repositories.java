package dev.idiolect.sample;

import dev.idiolect.oauth.xrpc.RepoClient;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/** The REST client for all requests. On Open Liberty, each bean that it is injected into gets a new one, which is slow. */
@ApplicationScoped
public class Repositories {

    @Inject
    @RestClient
    RepoClient client;

    RepoClient client() {
        return client;
    }
}
