package dev.idiolect.oauth.cli.internal.doctor;

import dev.idiolect.oauth.internal.endpoint.AuthorizationServers;
import dev.idiolect.oauth.internal.endpoint.DiscoveryException;
import java.net.URI;
import java.util.List;

/**
 * Checks that the account's authorization server supports sign-ins of this client.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8414#section-2">RFC 8414 section 2</a>
 */
final class AuthorizationServerCheck implements Check {

    private final CheckedAccount account;
    private final CheckedClient client;
    private final AuthorizationServers servers;

    AuthorizationServerCheck(CheckedAccount account, CheckedClient client, AuthorizationServers servers) {
        this.account = account;
        this.client = client;
        this.servers = servers;
    }

    @Override
    public String name() {
        return "authorization-server";
    }

    @Override
    public List<Finding> run() {
        String pdsUrl = account.pdsUrl().orElse(null);
        String issuer = account.issuer().orElse(null);
        if (pdsUrl == null || issuer == null) {
            return List.of(Finding.skip("needs a PDS that names its authorization server"));
        }
        try {
            servers.scopedTo(URI.create(pdsUrl)).metadata(issuer, pdsUrl).requireLoginSupport(client.isConfidential());
            return List.of(Finding.ok(issuer + " supports sign-ins of this client"));
        } catch (DiscoveryException e) {
            return List.of(Finding.fail(
                    String.valueOf(e.getMessage()),
                    e.isTransient()
                            ? "Check outgoing https connections of this machine, then try again"
                            : "The operator of the authorization server must correct its metadata"));
        }
    }
}
