package dev.idiolect.oauth.identity;

import dev.idiolect.oauth.internal.http.NetworkPolicy;
import java.util.List;
import javax.naming.CommunicationException;
import javax.naming.NamingException;
import javax.naming.ServiceUnavailableException;

/**
 * A handle's DID by DNS.
 *
 * @see <a href="https://atproto.com/specs/handle#dns-txt-method">AT Protocol: DNS TXT method</a>
 */
final class DnsTxtHandleResolver {

    private static final String PREFIX = "did=";
    private static final int LONGEST_NAME = 253;

    private final TxtLookup dns;
    private final NetworkPolicy policy;

    DnsTxtHandleResolver(TxtLookup dns, NetworkPolicy policy) {
        this.dns = dns;
        this.policy = policy;
    }

    HandleLookup ask(Handle handle) {
        String name = "_atproto." + handle.value();
        if (name.length() > LONGEST_NAME) {
            return HandleLookup.nothing("the handle is too long for it", false);
        }
        List<String> values;
        try {
            values = dns.recordsOf(name).stream()
                    .filter(text -> text.startsWith(PREFIX))
                    .map(text -> text.substring(PREFIX.length()).strip())
                    .distinct()
                    .toList();
        } catch (NamingException e) {
            boolean passing = e instanceof CommunicationException || e instanceof ServiceUnavailableException;
            return HandleLookup.nothing(
                    "the lookup of " + name + " failed (" + e.getClass().getSimpleName() + ")", passing);
        }
        List<String> dids = values.stream()
                .filter(did -> AtprotoDid.isSupported(did, policy))
                .toList();
        if (dids.size() > 1) {
            return HandleLookup.contradiction(name + " has TXT records with different DIDs; only one may be there");
        }
        if (dids.isEmpty()) {
            String what = values.isEmpty() ? " has no TXT record with did=" : " has a TXT record with no supported DID";
            return HandleLookup.nothing(name + what, false);
        }
        return HandleLookup.did(dids.get(0));
    }
}
