package io.acuity.streaming.broker;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.server.common.MetadataVersion;
import org.jspecify.annotations.Nullable;

/**
 * The broker's directory: locked for one process, formatted once, and marked while a broker runs in it, so that a start after
 * a crash is known as one.
 */
final class BrokerDirectory implements AutoCloseable {

    private static final String LOCK = "acuity.lock";
    private static final String RUNNING = "acuity.running";

    private final Path path;
    private final FileChannel lock;

    private BrokerDirectory(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    static BrokerDirectory claim(Path path) {
        FileChannel channel = null;
        try {
            Files.createDirectories(path);
            channel = FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (channel.tryLock() != null) {
                return new BrokerDirectory(path, channel);
            }
        } catch (OverlappingFileLockException e) {
            closeQuietly(channel);
            throw inUse(path, e);
        } catch (IOException e) {
            closeQuietly(channel);
            throw new BrokerStartException(
                    "The broker cannot write its directory " + path + " (" + e + "); choose another one.", e);
        }
        closeQuietly(channel);
        throw inUse(path, null);
    }

    private static BrokerStartException inUse(Path path, @Nullable Throwable cause) {
        return new BrokerStartException(
                "Another broker runs in " + path + "; use that one, stop it, or choose another directory.", cause);
    }

    private static void closeQuietly(@Nullable FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            throw new BrokerStartException("The lock file of the broker's directory cannot be closed: " + e, e);
        }
    }

    String log() {
        return path.toAbsolutePath().toString();
    }

    /** Writes Kafka's meta.properties into an empty directory. */
    void format(String controllerListener, BrokerQuorum quorum) {
        if (Files.exists(path.resolve("meta.properties"))) {
            return;
        }
        // The formatter reports to people at a terminal; here nobody reads it.
        try (var nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            new Formatter()
                    .setNodeId(quorum.node())
                    .setClusterId(quorum.clusterId())
                    .setControllerListenerName(controllerListener)
                    .setMetadataLogDirectory(log())
                    .addDirectory(log())
                    .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
                    .setReleaseVersion(MetadataVersion.latestProduction())
                    .setPrintStream(nowhere)
                    .run();
        } catch (Exception e) {
            throw new BrokerStartException(
                    "The broker's directory " + path + " cannot be prepared (" + e + "); choose an empty one.", e);
        }
    }

    boolean crashedBefore() {
        return Files.exists(path.resolve(RUNNING));
    }

    void markRunning() {
        try {
            Files.writeString(
                    path.resolve(RUNNING), Long.toString(ProcessHandle.current().pid()));
        } catch (IOException e) {
            throw new BrokerStartException(
                    "The broker cannot write its directory " + path + " (" + e + "); choose another one.", e);
        }
    }

    void markStopped() {
        try {
            Files.deleteIfExists(path.resolve(RUNNING));
        } catch (IOException e) {
            throw new BrokerStartException("The broker's directory " + path + " became unwritable (" + e + ").", e);
        }
    }

    @Override
    public void close() {
        closeQuietly(lock);
    }
}
