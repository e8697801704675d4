package dev.idiolect.oauth.store.sqlite;

import dev.idiolect.oauth.store.Kind;
import dev.idiolect.oauth.store.PersistentLocksContract;

class SqliteLocksTest extends PersistentLocksContract {

    SqliteLocksTest() {
        super(Kind.SQLITE);
    }
}
