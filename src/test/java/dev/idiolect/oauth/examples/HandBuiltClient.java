package dev.idiolect.oauth.examples;

import dev.idiolect.oauth.rest.SignedCalls;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import org.eclipse.microprofile.rest.client.RestClientBuilder;

@ApplicationScoped
public class HandBuiltClient {

    // example: begin
    @Inject
    SignedCalls signedCalls;

    public AccountClient client() {
        AccountClient client = RestClientBuilder.newBuilder()
                .baseUri(URI.create("https://pds.invalid"))
                .build(AccountClient.class);
        return signedCalls.wrap(AccountClient.class, client);
    }
    // example: end
}
