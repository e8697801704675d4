package dev.idiolect.oauth.cli.internal.doctor;

import dev.idiolect.oauth.identity.HandleReport;
import dev.idiolect.oauth.identity.IdentityException;
import dev.idiolect.oauth.identity.IdentityResolver;
import dev.idiolect.oauth.internal.config.ConfigKey;
import java.util.List;

/**
 * Looks a handle up by DNS and by HTTPS, and finds whether they disagree. If the application has a handle resolver, asks it
 * instead.
 *
 * @see <a href="https://atproto.com/specs/handle#handle-resolution">AT Protocol: handle resolution</a>
 */
final class HandleCheck implements Check {

    private final Settings settings;
    private final CheckedAccount account;
    private final IdentityResolver identities;

    HandleCheck(Settings settings, CheckedAccount account, IdentityResolver identities) {
        this.settings = settings;
        this.account = account;
        this.identities = identities;
    }

    @Override
    public String name() {
        return "handle";
    }

    @Override
    public List<Finding> run() {
        if (account.isDid()) {
            account.setDid(account.name());
            return List.of(Finding.ok("the account is named by its DID"));
        }
        String resolver = settings.value(ConfigKey.HANDLE_RESOLVER);
        try {
            return List.of(resolver == null ? judge(identities.report(account.name())) : resolve(resolver));
        } catch (IdentityException e) {
            return List.of(Finding.fail(String.valueOf(e.getMessage()), "Check the spelling of the handle"));
        }
    }

    private Finding resolve(String resolver) {
        String did = identities.resolve(account.name()).did();
        account.setDid(did);
        return Finding.ok(resolver + " resolves it to " + did);
    }

    private Finding judge(HandleReport report) {
        String byDns = report.dns().did();
        String byHttps = report.https().did();
        String record = "_atproto." + report.handle();
        String page = "https://" + report.handle() + "/.well-known/atproto-did";
        String did = byDns == null ? byHttps : byDns;
        if (did == null) {
            return Finding.fail(
                    "cannot resolve " + report.handle() + ". DNS: "
                            + report.dns().detail() + "; HTTPS: "
                            + report.https().detail(),
                    report.dns().isTransient() || report.https().isTransient()
                            ? "Check DNS and outgoing https connections of this machine, then try again"
                            : "Check the spelling and the DNS of this machine. Otherwise its owner must create the DNS TXT record "
                                    + record + " with did=DID, or the page " + page + " with the DID");
        }
        account.setDid(did);
        if (byDns != null && byHttps != null && !byDns.equals(byHttps)) {
            return Finding.fail(
                    "DNS names " + byDns + ", but " + page + " names " + byHttps
                            + ". This application uses DNS; others may not",
                    "The owner of the domain must correct the TXT record " + record
                            + " or the page, or remove one of them");
        }
        if (byDns == null && report.dns().isTransient()) {
            return Finding.warn(
                    "HTTPS names " + byHttps + ", but " + report.dns().detail(),
                    "Allow DNS queries from this machine: handles without a page at their domain need them");
        }
        return Finding.ok(report.handle() + " resolves to " + did + " by "
                + (byDns == null ? "HTTPS" : byHttps == null ? "DNS" : "DNS and HTTPS"));
    }
}
