package dev.idiolect.oauth.identity;

import dev.idiolect.oauth.internal.http.MaxLength;
import dev.idiolect.oauth.internal.http.NetworkPolicy;
import java.util.List;
import javax.naming.ConfigurationException;
import javax.naming.InvalidNameException;
import javax.naming.NamingException;
import javax.naming.NoInitialContextException;

/**
 * Resolves handles by DNS.
 *
 * @see <a href="https://atproto.com/specs/handle#dns-txt-method">AT Protocol: DNS TXT method</a>
 */
final class DnsTxtHandleResolver {

    private static final String PREFIX = "did=";

    private final TxtLookup dns;
    private final NetworkPolicy policy;

    DnsTxtHandleResolver(TxtLookup dns, NetworkPolicy policy) {
        this.dns = dns;
        this.policy = policy;
    }

    HandleLookup lookUp(Handle handle) {
        String name = "_atproto." + handle.value();
        if (!MaxLength.HOST.allows(name)) {
            return HandleLookup.notFound("the handle is too long for DNS", false);
        }
        List<String> values;
        try {
            values = dns.recordsOf(name).stream()
                    .filter(text -> text.startsWith(PREFIX))
                    .map(text -> text.substring(PREFIX.length()).strip())
                    .distinct()
                    .toList();
        } catch (NamingException e) {
            // A response such as REFUSED is an outage too. In the three other cases, no server was queried.
            boolean outage = !(e instanceof NoInitialContextException
                    || e instanceof ConfigurationException
                    || e instanceof InvalidNameException);
            return HandleLookup.notFound(
                    "the lookup of " + name + " failed (" + e.getClass().getSimpleName() + ")", outage);
        }
        List<String> dids = values.stream()
                .filter(did -> AtprotoDid.isSupported(did, policy))
                .toList();
        if (dids.size() > 1) {
            return HandleLookup.conflict(name + " has TXT records with different DIDs; only one is allowed");
        }
        if (dids.isEmpty()) {
            String what = values.isEmpty() ? " has no TXT record with did=" : " has a TXT record with no supported DID";
            return HandleLookup.notFound(name + what, false);
        }
        return HandleLookup.found(dids.get(0));
    }
}
