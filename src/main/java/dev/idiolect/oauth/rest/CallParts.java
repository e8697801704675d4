package dev.idiolect.oauth.rest;

import dev.idiolect.oauth.dpop.DpopProofFactory;
import dev.idiolect.oauth.internal.http.ServerAddresses;
import dev.idiolect.oauth.telemetry.Telemetry;

/**
 * The parts that all calls share.
 *
 * @param accounts finds the sessions
 * @param proofs signs the requests
 * @param addresses checks the servers
 * @param bodyLimit how many bytes of a streamed body are kept for another attempt
 * @param telemetry receives the retries
 */
record CallParts(
        AccountSelector accounts,
        DpopProofFactory proofs,
        ServerAddresses addresses,
        long bodyLimit,
        Telemetry telemetry) {}
