package dev.idiolect.oauth.cli.internal.doctor;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the checks have learned about the account. Each check uses the results of the earlier ones. Thread-safe. */
final class CheckedAccount {

    private final String name;
    private volatile @Nullable String did;
    private volatile @Nullable String pdsUrl;
    private volatile @Nullable String issuer;

    /** @param name the handle or DID as the user typed it */
    CheckedAccount(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    boolean isDid() {
        return name.startsWith("did:");
    }

    Optional<String> did() {
        return Optional.ofNullable(did);
    }

    void setDid(String found) {
        did = found;
    }

    Optional<String> pdsUrl() {
        return Optional.ofNullable(pdsUrl);
    }

    void setPdsUrl(String found) {
        pdsUrl = found;
    }

    Optional<String> issuer() {
        return Optional.ofNullable(issuer);
    }

    void setIssuer(String found) {
        issuer = found;
    }
}
