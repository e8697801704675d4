package dev.idiolect.oauth.testkit.internal;

import java.util.Optional;

/** One origin of a fake: the PDS, its authorization server, or both. */
final class FakeSite {

    private final FakePds fake;
    private final FakeNonces nonces;
    private final boolean asPds;
    private final boolean asAuth;

    FakeSite(FakePds fake, FakeNonces nonces, boolean asPds, boolean asAuth) {
        this.fake = fake;
        this.nonces = nonces;
        this.asPds = asPds;
        this.asAuth = asAuth;
    }

    FakeResponse handle(FakeRequest request) {
        fake.counts.merge(request.path(), 1, Integer::sum);
        if (request.header("Upgrade").isPresent()) {
            fake.violations.add(
                    request, "offers an upgrade to " + request.all("Upgrade") + ", which the real PDS drops");
            return FakeResponse.cut();
        }
        nonces.request();
        FakeResponse response = faulty(request);
        fake.observer.accept(request, response);
        boolean signed = request.header("Authorization").orElse("").regionMatches(true, 0, "DPoP ", 0, 5)
                && !FakeXrpc.isUnauthenticated(request.path());
        boolean proven = signed || request.path().startsWith("/oauth/");
        return proven && !response.has("DPoP-Nonce") ? response.header("DPoP-Nonce", nonces.current()) : response;
    }

    private FakeResponse faulty(FakeRequest request) {
        Runnable done = fake.watch.start(request);
        try {
            Optional<Fault> fault = fake.faults.next(request.path());
            return fault.isEmpty()
                    ? process(request)
                    : fault.get().apply(new Fault.Call(request, () -> process(request), nonces, done, fake.closing));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return FakeResponse.cut();
        } catch (RuntimeException e) {
            fake.violations.add(request, "the fake itself failed: " + e);
            return FakeResponse.xrpcError(500, "InternalServerError", "Internal Server Error");
        } finally {
            done.run();
        }
    }

    private FakeResponse process(FakeRequest request) {
        String path = request.path();
        if (asPds && path.startsWith("/xrpc/")) {
            return fake.xrpc.handle(request, fake.pdsUrl());
        }
        if (request.header("Authorization").isPresent()) {
            fake.violations.add(request, "unexpected Authorization header");
        }
        if (asPds && path.equals(FakePds.PROTECTED_RESOURCE)) {
            return FakeResponse.json(200, FakeResource.metadata(fake.pdsUrl(), fake.issuer()));
        }
        if (asAuth && path.equals(FakePds.AUTHORIZATION_SERVER)) {
            return FakeResponse.json(200, FakeAuthServer.metadata(fake.issuer()));
        }
        if (asAuth && request.method().equals("POST") && path.equals(FakePds.TOKEN)) {
            return fake.authServer.token(request, fake.issuer());
        }
        if (asAuth && request.method().equals("POST") && path.equals(FakePds.PAR)) {
            return fake.authServer.push(request, fake.issuer());
        }
        if (asAuth && request.method().equals("POST") && path.equals(FakePds.REVOKE)) {
            return fake.authServer.revoke(request, fake.issuer());
        }
        if (asAuth && path.equals(FakePds.AUTHORIZE)) {
            return fake.authServer.signIn().handle(request, fake.issuer());
        }
        if (asPds && path.equals("/")) {
            return FakeHome.page(fake.accounts());
        }
        // Browsers ask for it.
        if (!path.equals("/favicon.ico")) {
            fake.violations.add(request, "no such page");
        }
        return FakeResponse.text(404, "text/plain", "Not Found");
    }
}
