package dev.idiolect.oauth.pds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.testkit.internal.Jsons;
import jakarta.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.junit.jupiter.api.Test;

/** The fake accepts only valid proofs. */
class FakePdsProofTest extends FakePdsFixture {

    private void assertProofRejected(HttpResponse<String> response, String violation) {
        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(challenge(response)).startsWith("DPoP ").contains("error=\"invalid_dpop_proof\"");
        assertViolation(violation);
    }

    @Test
    void newestTwoNoncesAreValid() {
        String first = fake.pdsNonces().current();
        fake.pdsNonces().rotate();
        assertThat(write(key.proof("POST", url, session.accessJwt(), first), dpop())
                        .statusCode())
                .isEqualTo(200);
        fake.pdsNonces().rotate();
        HttpResponse<String> late = write(key.proof("POST", url, session.accessJwt(), first), dpop());
        assertThat(late.statusCode()).isEqualTo(401);
        assertThat(challenge(late)).contains("error=\"use_dpop_nonce\"");
        assertThat(late.headers().firstValue("DPoP-Nonce"))
                .contains(fake.pdsNonces().current());
        fake.assertNoViolations();
    }

    @Test
    void replayedProofIsRejected() {
        String proof = validProof();
        assertThat(write(proof, dpop()).statusCode()).isEqualTo(200);
        assertProofRejected(write(proof, dpop()), "jti used again");
    }

    @Test
    void challengedProofCannotBeReused() {
        String proof = key.proof("POST", url, session.accessJwt(), null);
        write(proof, dpop());
        write(proof, dpop());
        assertViolation("jti used again");
    }

    @Test
    void proofForAnotherRequestIsRejected() {
        assertProofRejected(write(changedProof("htm", "post"), dpop()), "\"htm\" mismatch");
    }

    @Test
    void proofForAnotherUrlIsRejected() {
        assertProofRejected(write(changedProof("htu", url + "?a=b"), dpop()), "htu is");
    }

    @Test
    void proofWithoutTheTokenHashIsRejected() {
        assertProofRejected(write(changedProof("ath", null), dpop()), "\"ath\" mismatch");
    }

    @Test
    void proofWithAnotherAlgorithmIsRejected() {
        JsonObject header = changed(key.header(), "typ", "JWT");
        assertProofRejected(
                write(key.sign(header, DpopKey.claims("POST", url, session.accessJwt(), "n")), dpop()), "typ or alg");
    }

    @Test
    void proofWithThePrivateKeyIsRejected() {
        JsonObject header = changed(key.header(), "jwk", Jsons.parse(key.privateJwk()));
        assertProofRejected(
                write(key.sign(header, DpopKey.claims("POST", url, session.accessJwt(), "n")), dpop()),
                "no private one");
    }

    @Test
    void proofWithAnotherSignatureIsRejected() {
        String proof = validProof();
        String other = validProof();
        String mixed = proof.substring(0, proof.lastIndexOf('.')) + other.substring(other.lastIndexOf('.'));
        assertProofRejected(write(mixed, dpop()), "signature verification failed");
    }

    @Test
    void missingProofIsRejected() {
        assertProofRejected(write(null, dpop()), "DPoP proof required");
    }

    @Test
    void proofWithoutJtiIsRejected() {
        assertProofRejected(write(changedProof("jti", null), dpop()), "\"jti\" missing");
    }

    @Test
    void proofWithAnIssuerIsAViolation() {
        assertThat(write(changedProof("iss", "me"), dpop()).statusCode()).isEqualTo(200);
        assertViolation("proof with iss");
    }

    @Test
    void ageOfAProofIsCheckedByTheFakesClock() {
        fake.clock().setOffset(Duration.ofSeconds(180));
        assertThat(write(validProof(), dpop()).statusCode()).isEqualTo(200);
        fake.clock().setOffset(Duration.ofSeconds(-165));
        assertThat(write(validProof(), dpop()).statusCode()).isEqualTo(200);
        for (int seconds : new int[] {190, -175}) {
            fake.clock().setOffset(Duration.ofSeconds(seconds));
            HttpResponse<String> response = write(validProof(), dpop());
            assertThat(response.statusCode()).isEqualTo(401);
            assertThat(challenge(response)).contains("invalid_dpop_proof");
            ZonedDateTime date = ZonedDateTime.parse(
                    response.headers().firstValue("Date").orElseThrow(), DateTimeFormatter.RFC_1123_DATE_TIME);
            assertThat(date.toInstant())
                    .isBetween(
                            fake.clock().instant().minusSeconds(5),
                            fake.clock().instant().plusSeconds(1));
        }
        fake.assertNoViolations();
    }

    @Test
    void tokenIsBoundToItsKey() {
        String proof = DpopKey.generate()
                .proof("POST", url, session.accessJwt(), fake.pdsNonces().current());
        HttpResponse<String> response = write(proof, dpop());
        assertThat(challenge(response)).contains("error=\"invalid_token\"");
        assertViolation("key binding");
    }

    @Test
    void foreignTokenIsAViolation() {
        write(key.proof("POST", url, "foreign", fake.pdsNonces().current()), "DPoP foreign");
        assertViolation("not issued here");
    }

    @Test
    void dpopTokenSentAsBearerIsRejected() {
        HttpResponse<String> response = write(null, "Bearer " + session.accessJwt());
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("InvalidToken");
        assertThat(challenge(response)).isEmpty();
        assertViolation("DPoP token sent as Bearer");
    }

    @Test
    void unsignedWriteIsRejected() {
        assertThat(write((String) null).body()).contains("AuthMissing");
        assertViolation("not signed");
    }

    @Test
    void twoAuthorizationsAreRejected() {
        assertThat(write(validProof(), dpop(), "Bearer " + session.accessJwt()).statusCode())
                .isEqualTo(400);
        assertViolation("more than one Authorization");
    }

    @Test
    void accountWritesOnlyToItsOwnRepository() {
        fake.session("did:plc:other");
        assertThat(client.procedure(session, CREATE, note("did:plc:other")).statusCode())
                .isEqualTo(401);
        assertViolation("writes as");
    }
}
