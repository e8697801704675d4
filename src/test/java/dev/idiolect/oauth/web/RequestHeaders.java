package dev.idiolect.oauth.web;

import jakarta.ws.rs.core.HttpHeaders;
import java.lang.reflect.Proxy;
import java.util.List;

/** Request headers without a server. */
final class RequestHeaders {

    private RequestHeaders() {}

    /** Returns headers in which one header has these lines. */
    static HttpHeaders of(String name, String... lines) {
        return (HttpHeaders) Proxy.newProxyInstance(
                HttpHeaders.class.getClassLoader(), new Class<?>[] {HttpHeaders.class}, (proxy, method, args) -> {
                    boolean asked = args != null && name.equals(args[0]);
                    return switch (method.getName()) {
                        case "getRequestHeader" -> asked ? List.of(lines) : null;
                        case "getHeaderString" -> asked ? String.join(",", lines) : null;
                        default -> throw new UnsupportedOperationException(method.getName());
                    };
                });
    }
}
