package dev.idiolect.oauth.pds;

import java.util.ArrayList;
import java.util.List;

/** One server's DPoP nonces: the newest two are good. */
public final class FakeNonces {

    private final List<String> issued = new ArrayList<>();
    private volatile boolean everyRequest;

    FakeNonces() {
        rotate();
    }

    /** Makes a new nonce the newest. */
    public synchronized void rotate() {
        issued.add("nonce-" + issued.size() + "-" + DpopKey.random(9));
    }

    /** Makes every request bring a new nonce from now on, or no more. */
    public void rotateEveryRequest(boolean on) {
        everyRequest = on;
    }

    /** The newest nonce. */
    public synchronized String current() {
        return issued.get(issued.size() - 1);
    }

    void request() {
        if (everyRequest) {
            rotate();
        }
    }

    synchronized boolean isGood(String nonce) {
        return issued.subList(Math.max(0, issued.size() - 2), issued.size()).contains(nonce);
    }

    synchronized boolean wasIssued(String nonce) {
        return issued.contains(nonce);
    }
}
