package dev.idiolect.oauth.cdi.internal;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.transaction.Transactional;
import java.util.concurrent.Executor;

/**
 * Suspends the caller's transaction, if the container has Jakarta Transactions. Otherwise a rollback of the application
 * would lose new tokens, and other hosts would see them only after the commit.
 */
@ApplicationScoped
class OutsideTransaction implements Executor {

    @Transactional(Transactional.TxType.NOT_SUPPORTED)
    @Override
    public void execute(Runnable work) {
        work.run();
    }

    static Executor of(Instance<Object> beans) {
        Instance<OutsideTransaction> found = beans.select(OutsideTransaction.class);
        return found.isResolvable() ? found.get() : Runnable::run;
    }
}
