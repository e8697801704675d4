package dev.idiolect.oauth.testkit.internal;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The violations of protocol rules by clients, in order. */
final class FakeViolations {

    private final List<String> list = new CopyOnWriteArrayList<>();

    void add(FakeRequest request, String what) {
        list.add(request.method() + " " + request.path() + ": " + what);
    }

    void clear() {
        list.clear();
    }

    List<String> list() {
        return List.copyOf(list);
    }
}
