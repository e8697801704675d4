package dev.idiolect.oauth.runtimes.bare;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.net.URI;
import org.eclipse.microprofile.rest.client.RestClientBuilder;

/** Builds a REST client, so that the server looks for listeners. */
@Path("/sessions")
public class BareResource {

    /** The client. */
    public interface Client {

        @GET
        String get();
    }

    @GET
    public String built() {
        Client client = RestClientBuilder.newBuilder()
                .baseUri(URI.create("http://127.0.0.1"))
                .build(Client.class);
        return client == null ? "none" : "built";
    }
}
