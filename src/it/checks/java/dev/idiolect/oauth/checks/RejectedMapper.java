package dev.idiolect.oauth.checks;

import jakarta.json.JsonObject;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.rest.client.ext.ResponseExceptionMapper;

/** The application's mapper for error responses. */
public class RejectedMapper implements ResponseExceptionMapper<RejectedException> {

    @Override
    public boolean handles(int status, MultivaluedMap<String, Object> headers) {
        return status >= 400 && status < 500;
    }

    @Override
    public RejectedException toThrowable(Response response) {
        return new RejectedException(response.readEntity(JsonObject.class).getString("error"));
    }
}
