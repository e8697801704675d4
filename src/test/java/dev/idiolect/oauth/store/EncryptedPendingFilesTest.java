package dev.idiolect.oauth.store;

import dev.idiolect.oauth.seal.internal.TestKeys;

/** The contract with encryption. */
class EncryptedPendingFilesTest extends PersistentPendingLoginsContract {

    @Override
    Kind kind() {
        return Kind.ENCRYPTED_FILESYSTEM;
    }

    @Override
    PendingLogins of(OAuthTokenStore opened) {
        return new PendingFiles(
                path(),
                new TempFiles(path(), clock),
                StoredTexts.of(TestKeys.source("one"), path()),
                ((FilesystemOAuthTokenStore) opened)::requireOpen,
                clock,
                LIMIT);
    }
}
