package dev.idiolect.oauth.store.file;

import dev.idiolect.oauth.store.Kind;
import dev.idiolect.oauth.store.PersistentLocksContract;

class FilesystemLocksTest extends PersistentLocksContract {

    FilesystemLocksTest() {
        super(Kind.FILESYSTEM);
    }
}
