package dev.idiolect.oauth.identity;

import org.jspecify.annotations.Nullable;

/**
 * What each method of resolving a handle found at the handle's own domain, for diagnosis. Neither result is verified: the
 * DID document may list another handle.
 *
 * @param handle the handle in lower case
 * @param dns the result of the DNS TXT method, which takes precedence
 * @param https the result of the HTTPS well-known method
 * @see <a href="https://atproto.com/specs/handle#handle-resolution">AT Protocol: handle resolution</a>
 */
public record HandleReport(String handle, Lookup dns, Lookup https) {

    /**
     * The result of one method.
     *
     * @param did the DID, or null if none was found
     * @param detail why no DID was found, for a message; empty if one was found
     * @param isTransient whether the same lookup may find a DID later
     */
    public record Lookup(@Nullable String did, String detail, boolean isTransient) {

        static Lookup of(HandleLookup lookup) {
            return new Lookup(lookup.did(), lookup.detail(), lookup.isTransient());
        }
    }
}
