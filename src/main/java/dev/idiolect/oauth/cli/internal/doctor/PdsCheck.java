package dev.idiolect.oauth.cli.internal.doctor;

import dev.idiolect.oauth.internal.endpoint.AuthorizationServers;
import dev.idiolect.oauth.internal.endpoint.DiscoveryException;
import java.net.URI;
import java.util.List;

/**
 * Checks that the account's PDS names its authorization server.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9728">RFC 9728: protected resource metadata</a>
 */
final class PdsCheck implements Check {

    private final CheckedAccount account;
    private final AuthorizationServers servers;

    PdsCheck(CheckedAccount account, AuthorizationServers servers) {
        this.account = account;
        this.servers = servers;
    }

    @Override
    public String name() {
        return "pds";
    }

    @Override
    public List<Finding> run() {
        String pdsUrl = account.pdsUrl().orElse(null);
        if (pdsUrl == null) {
            return List.of(Finding.skip("needs the PDS of the account"));
        }
        try {
            String issuer = servers.scopedTo(URI.create(pdsUrl)).issuerOf(pdsUrl);
            account.setIssuer(issuer);
            return List.of(Finding.ok("the authorization server of " + pdsUrl + " is " + issuer));
        } catch (DiscoveryException e) {
            return List.of(Finding.fail(String.valueOf(e.getMessage()), fix(e)));
        }
    }

    private static String fix(DiscoveryException e) {
        if (e.isNotFound()) {
            return "This PDS does not offer OAuth: its operator must update it. Until then, the account can use an app"
                    + " password";
        }
        return e.isTransient()
                ? "Check outgoing https connections of this machine, then try again"
                : "The operator of the PDS must correct its metadata";
    }
}
