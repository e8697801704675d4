package dev.idiolect.oauth.pds;

import dev.idiolect.oauth.testkit.internal.FakePds;
import dev.idiolect.oauth.testkit.internal.FakeResponse;
import dev.idiolect.oauth.testkit.internal.Fault;
import dev.idiolect.oauth.testkit.internal.Faults;

/** The ways in which servers ask for a nonce: a fault for each, for {@link FakePds#fail}. */
public enum NonceChallenge implements Fault {
    BODY_400(Faults.status(400, "{\"error\":\"use_dpop_nonce\"}")),
    BODY_401(Faults.status(401, "{\"error\":\"use_dpop_nonce\"}")),
    BODY_UPPER_CASE(Faults.status(400, "{\"error\":\"USE_DPOP_NONCE\"}")),
    HEADER_400(Faults.status(400, "", Text.HEADER, "DPoP error=\"use_dpop_nonce\"")),
    HEADER_401(Faults.status(401, "", Text.HEADER, "DPoP algs=\"ES256\", error=\"use_dpop_nonce\"")),
    HEADER_WITHOUT_QUOTES(Faults.status(401, "", Text.HEADER, "dpop error=Use_Dpop_Nonce")),
    HEADER_WITH_PAGE(Faults.status(401, "<html>", Text.HEADER, "DPoP error=\"use_dpop_nonce\"")),
    HEADER_BESIDE_ANOTHER_ERROR(
            Faults.status(401, "{\"error\":\"invalid_request\"}", Text.HEADER, "DPoP error=\"use_dpop_nonce\"")),
    SECOND_OF_TWO_HEADERS(Faults.status(
            401, "", Text.HEADER, "Bearer error=\"invalid_token\"", Text.HEADER, "DPoP error=\"use_dpop_nonce\"")),
    SECOND_IN_ONE_HEADER(
            Faults.status(401, "", Text.HEADER, "Bearer error=\"invalid_token\", DPoP error=\"use_dpop_nonce\"")),
    SECOND_OF_ONE_SCHEME(Faults.status(
            401, "", Text.HEADER, "DPoP error=\"invalid_token\"", Text.HEADER, "DPoP error=\"use_dpop_nonce\""));

    private static final class Text {
        static final String HEADER = "WWW-Authenticate";
    }

    private final Fault fault;

    NonceChallenge(Fault fault) {
        this.fault = fault;
    }

    @Override
    public FakeResponse apply(Call call) throws InterruptedException {
        return fault.apply(call);
    }
}
