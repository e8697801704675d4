package dev.idiolect.oauth.checks;

import jakarta.json.JsonObject;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.rest.client.ext.ResponseExceptionMapper;

/** The application's own mapper of what a server refuses. */
public class RefusedMapper implements ResponseExceptionMapper<RefusedException> {

    @Override
    public boolean handles(int status, MultivaluedMap<String, Object> headers) {
        return status >= 400 && status < 500;
    }

    @Override
    public RefusedException toThrowable(Response response) {
        return new RefusedException(response.readEntity(JsonObject.class).getString("error"));
    }
}
