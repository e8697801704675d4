package dev.idiolect.oauth.http;

import java.time.Duration;

/** Guards of refreshes on the real network, with a patience that suits a test. */
public final class Guards {

    private Guards() {}

    /** One that reads on for no answer longer than for all others. */
    public static GuardedHttp of(Duration limit) {
        return of(limit, limit);
    }

    /** One that does something before it connects. */
    public static GuardedHttp connecting(Duration limit, Runnable first) {
        Network system = Network.system();
        Dialer dialer = (socket, address, timeout) -> {
            first.run();
            system.dialer().connect(socket, address, timeout);
        };
        return GuardedHttp.patient(new Network(system.lookup(), dialer, system.tls()), limit, limit);
    }

    /** One that reads on for so long where the answer can't be had again. */
    public static GuardedHttp of(Duration limit, Duration patience) {
        return GuardedHttp.patient(Network.system(), limit, patience);
    }
}
