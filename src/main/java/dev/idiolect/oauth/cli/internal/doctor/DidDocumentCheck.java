package dev.idiolect.oauth.cli.internal.doctor;

import dev.idiolect.oauth.identity.IdentityException;
import dev.idiolect.oauth.identity.IdentityResolver;
import java.util.List;

/** Checks that the account's DID document is there, names a PDS, and names the account's handle. */
final class DidDocumentCheck implements Check {

    private final CheckedAccount account;
    private final IdentityResolver identities;

    DidDocumentCheck(CheckedAccount account, IdentityResolver identities) {
        this.account = account;
        this.identities = identities;
    }

    @Override
    public String name() {
        return "did-document";
    }

    @Override
    public List<Finding> run() {
        String did = account.did().orElse(null);
        if (did == null) {
            return List.of(Finding.skip("needs a handle that resolves to a DID"));
        }
        try {
            String pdsUrl = identities.pdsUrl(did);
            account.setPdsUrl(pdsUrl);
            if (identities.resolve(account.name()).handle() == null) {
                return List.of(Finding.warn(
                        "the DID document of " + did + " names no handle that resolves to it",
                        "The owner of the account must correct its handle in the account settings"));
            }
            return List.of(Finding.ok("the PDS of " + did + " is " + pdsUrl));
        } catch (IdentityException e) {
            return List.of(Finding.fail(
                    String.valueOf(e.getMessage()),
                    e.isTransient()
                            ? "Check outgoing https connections of this machine, then try again"
                            : "The owner of the account must correct the handle or the DID document, for example in the"
                                    + " account settings"));
        }
    }
}
