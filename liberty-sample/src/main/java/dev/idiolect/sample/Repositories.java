package dev.idiolect.sample;

import dev.idiolect.oauth.xrpc.RepoClient;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/**
 * Provides one REST client for all requests. On Open Liberty, each injection into a bean creates a client, which is
 * slow.
 */
@ApplicationScoped
public class Repositories {

    @Inject
    @RestClient
    RepoClient client;

    RepoClient client() {
        return client;
    }
}
