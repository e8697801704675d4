package dev.idiolect.oauth.xrpc;

import dev.idiolect.oauth.rest.internal.ResponseBody;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Recognizes responses that are not from the XRPC server, but from a proxy or CDN in front of it. */
final class NotXrpc {

    static final String HTML = "with HTML instead of JSON";
    static final String OTHER = "without an XRPC error";

    private NotXrpc() {}

    /** Returns whether a body is HTML, judged by its type or its first character. */
    static boolean isHtml(@Nullable String contentType, byte[] start) {
        String type = contentType == null ? "" : contentType.strip().toLowerCase(Locale.ROOT);
        if (type.startsWith("text/html") || type.startsWith("application/xhtml")) {
            return true;
        }
        return ResponseBody.json(start, start.length).startsWith("<");
    }

    /**
     * Returns whether a body begins like GZIP, a byte order mark or a guard against scripts, so that its JSON must be
     * extracted.
     */
    static boolean needsExtraction(byte[] start) {
        int at = 0;
        while (at < start.length && Character.isWhitespace(start[at])) {
            at++;
        }
        // A negative byte belongs to a byte order mark, a control character to GZIP, a parenthesis to a guard against
        // scripts.
        return at < start.length && (start[at] < ' ' || start[at] == ')');
    }
}
