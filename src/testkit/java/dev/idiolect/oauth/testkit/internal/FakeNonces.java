package dev.idiolect.oauth.testkit.internal;

import java.util.ArrayList;
import java.util.List;

/** A server's DPoP nonces: the newest two are valid. */
public final class FakeNonces {

    private final List<String> issued = new ArrayList<>();
    private volatile boolean everyRequest;

    FakeNonces() {
        rotate();
    }

    /** Creates a new current nonce. */
    public synchronized void rotate() {
        issued.add("nonce-" + issued.size() + "-" + FakeSecrets.random(9));
    }

    /** Sets whether every request creates a new nonce. */
    public void rotateEveryRequest(boolean on) {
        everyRequest = on;
    }

    /** Returns the current nonce. */
    public synchronized String current() {
        return issued.get(issued.size() - 1);
    }

    void request() {
        if (everyRequest) {
            rotate();
        }
    }

    synchronized boolean isValid(String nonce) {
        return issued.subList(Math.max(0, issued.size() - 2), issued.size()).contains(nonce);
    }

    synchronized boolean wasIssued(String nonce) {
        return issued.contains(nonce);
    }
}
