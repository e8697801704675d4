package dev.idiolect.oauth.rest;

import dev.idiolect.oauth.testkit.internal.FakePds;
import dev.idiolect.oauth.testkit.internal.FakeRequest;
import dev.idiolect.oauth.testkit.internal.FakeResponse;
import dev.idiolect.oauth.testkit.internal.Fault;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Records the requests to a server without changing them. */
public final class Recorder implements Fault {

    private final List<FakeRequest> requests = new CopyOnWriteArrayList<>();

    private Recorder() {}

    /** Records the requests to a path from now on. */
    public static Recorder on(FakePds pds, String path) {
        Recorder recorder = new Recorder();
        pds.fail(path, FakePds.ALWAYS, recorder);
        return recorder;
    }

    @Override
    public FakeResponse apply(Call call) {
        requests.add(call.request());
        return call.process().get();
    }

    /** The requests so far, in order. */
    public List<FakeRequest> requests() {
        return requests;
    }

    /** The last request. */
    public FakeRequest last() {
        return requests.get(requests.size() - 1);
    }
}
