package dev.idiolect.oauth.identity;

import dev.idiolect.oauth.internal.http.HostNames;
import dev.idiolect.oauth.internal.http.NetworkPolicy;
import dev.idiolect.oauth.internal.http.SafeText;
import dev.idiolect.oauth.session.Did;
import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Checks that the AT Protocol supports a DID, and returns the URL of its document.
 *
 * @see <a href="https://atproto.com/specs/did">AT Protocol: DID</a>
 */
final class AtprotoDid {

    private static final Pattern PLC = Pattern.compile("did:plc:[a-z2-7]{24}");
    private static final String WEB = "did:web:";
    private static final Pattern LOCALHOST = Pattern.compile("localhost(?:%3A([1-9][0-9]{0,4}))?");

    private AtprotoDid() {}

    /**
     * Returns the URL of a DID's document.
     *
     * @param plcUrl the origin of the PLC directory
     * @throws IdentityException if the text is not a DID, or if the AT Protocol does not support the DID
     */
    static URI documentUrl(String did, String plcUrl, NetworkPolicy policy) {
        if (!Did.isValid(did)) {
            throw IdentityException.permanent(
                    did, "Invalid DID " + SafeText.quoted(did) + ": use one such as did:plc:ewvi7nxzyoun6zhxrhs64oiz");
        }
        if (PLC.matcher(did).matches()) {
            return URI.create(plcUrl + "/" + did);
        }
        if (did.startsWith("did:plc:")) {
            throw unsupported(did, "a did:plc has 24 characters of a-z and 2-7 after its prefix");
        }
        if (!did.startsWith(WEB)) {
            throw unsupported(did, "an account of the AT Protocol has a did:plc or a did:web");
        }
        String host = did.substring(WEB.length());
        Matcher local = LOCALHOST.matcher(host);
        if (policy.allowsLoopbackHttp()
                && local.matches()
                && (local.group(1) == null || Integer.parseInt(local.group(1)) < 65536)) {
            return URI.create("http://" + host.replace("%3A", ":") + "/.well-known/did.json");
        }
        if (!HostNames.isName(host) || policy.isReserved(host)) {
            throw unsupported(
                    did,
                    "a did:web of the AT Protocol is a public host name in lower case, without path and port"
                            + " (localhost, with or without port, in development only)");
        }
        return URI.create("https://" + host + "/.well-known/did.json");
    }

    /** Returns whether a text from a server is a DID that the AT Protocol supports. */
    static boolean isSupported(String did, NetworkPolicy policy) {
        try {
            documentUrl(did, "https://plc.invalid", policy);
            return true;
        } catch (IdentityException e) {
            return false;
        }
    }

    private static IdentityException unsupported(String did, String rule) {
        return IdentityException.permanent(did, "Unsupported DID " + SafeText.text(did) + ": " + rule);
    }
}
