package io.acuity.streaming.broker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** A port nobody listens on: Kafka must know its ports before it starts, since they are part of the quorum's description. */
public final class FreePort {
    private FreePort() {}

    /**
     * A TCP port of this host that was free a moment ago.
     *
     * @throws BrokerStartException if the host has no port for us
     */
    public static int on(String host) {
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getByName(host), 0));
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new BrokerStartException(
                    "No port on " + host + " can be used (" + e.getMessage() + "); check the host name.", e);
        }
    }
}
