package dev.idiolect.oauth.store.file;

import dev.idiolect.oauth.seal.internal.TestKeys;
import dev.idiolect.oauth.store.Kind;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.store.PendingLogins;
import dev.idiolect.oauth.store.PersistentPendingLoginsContract;
import dev.idiolect.oauth.store.internal.persistent.StoredTexts;

/** The contract with encryption. */
class EncryptedPendingFilesTest extends PersistentPendingLoginsContract {

    @Override
    protected Kind kind() {
        return Kind.ENCRYPTED_FILESYSTEM;
    }

    @Override
    protected PendingLogins of(OAuthTokenStore opened) {
        return new PendingFiles(
                path(),
                new TempFiles(path(), clock),
                StoredTexts.of(TestKeys.source("one"), path()),
                ((FilesystemOAuthTokenStore) opened)::requireOpen,
                clock,
                LIMIT);
    }
}
