package io.acuity.cli.chaos;

import io.acuity.networks.Precision;
import io.acuity.streaming.lane.LaneKind;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What a house is built of.
 *
 * @param folder where all data and logs lie
 * @param blobs the store, as services are given it
 * @param brokers how many form the cluster
 * @param gateways how many
 * @param workers how many at any time
 * @param workerProgram main class of a worker; the usual command line, but for scenarios that put faults into the device
 * @param lane by which workers take requests
 * @param session after which the broker takes a silent worker for dead
 * @param model shipped name or folder of a bundle
 * @param precision of the network
 */
record Blueprint(
        Path folder,
        URI blobs,
        int brokers,
        int gateways,
        int workers,
        String workerProgram,
        LaneKind lane,
        Duration session,
        String model,
        Precision precision) {
    /** With another number of brokers. */
    Blueprint withBrokers(int count) {
        return new Blueprint(folder, blobs, count, gateways, workers, workerProgram, lane, session, model, precision);
    }

    /** With another number of gateways. */
    Blueprint withGateways(int count) {
        return new Blueprint(folder, blobs, brokers, count, workers, workerProgram, lane, session, model, precision);
    }

    /** With workers of another main class. */
    Blueprint withWorkers(String program) {
        return new Blueprint(folder, blobs, brokers, gateways, workers, program, lane, session, model, precision);
    }
}
