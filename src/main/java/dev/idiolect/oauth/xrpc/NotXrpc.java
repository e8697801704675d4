package dev.idiolect.oauth.xrpc;

import dev.idiolect.oauth.rest.internal.ResponseBody;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Recognizes responses that are not from the XRPC server, but from a proxy or CDN in front of it. */
final class NotXrpc {

    static final String HTML = "with HTML instead of JSON";
    static final String OTHER = "without an XRPC error";

    private NotXrpc() {}

    /** Returns whether a body is HTML by its type or its first character. */
    static boolean isHtml(@Nullable String contentType, byte[] start) {
        String type = contentType == null ? "" : contentType.strip().toLowerCase(Locale.ROOT);
        if (type.startsWith("text/html") || type.startsWith("application/xhtml")) {
            return true;
        }
        int at = ResponseBody.startOfText(start);
        while (at < start.length && Character.isWhitespace(start[at])) {
            at++;
        }
        return at < start.length && start[at] == '<';
    }
}
