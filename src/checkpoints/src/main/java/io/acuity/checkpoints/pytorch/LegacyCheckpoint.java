package io.acuity.checkpoints.pytorch;

import io.acuity.checkpoints.pytorch.PickleValue.Items;
import io.acuity.checkpoints.pytorch.PickleValue.Storage;
import io.acuity.checkpoints.pytorch.PickleValue.Text;
import io.acuity.checkpoints.pytorch.PickleValue.Whole;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;

/**
 * The format before PyTorch 1.6: pickles of a magic number, a protocol version, facts about the system, the object and
 * the list of storage keys; then each storage as an int64 element count and its elements, little-endian on any system.
 */
final class LegacyCheckpoint implements Checkpoint {
    /** First byte of any pickle of protocol 2 and above. */
    static final int FIRST_BYTE = 0x80;

    private static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);
    private static final BigInteger PROTOCOL = BigInteger.valueOf(1001);

    private final FileChannel channel;
    private final PickleValue root;
    private final Map<String, Long> positions;

    private LegacyCheckpoint(FileChannel channel) throws IOException {
        this.channel = channel;
        PickleInput in = new PickleInput(new BufferedInputStream(Channels.newInputStream(channel)), MAX_PICKLE);
        PickleObjects objects = new PickleObjects();
        expect(in, MAGIC, "it is a pickle, but not one of torch.save");
        expect(in, PROTOCOL, "its format is of another version than 1001");
        Unpickler.load(
                in, new PickleObjects()); // the writer's byte order and type sizes: storages do not depend on them
        this.root = Unpickler.load(in, objects);
        PickleValue keys = Unpickler.load(in, new PickleObjects());
        this.positions = positions(keys, objects.storages(), in.position());
    }

    /** Opens a file and reads its pickles; storages are read as they are asked for. */
    static LegacyCheckpoint open(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            return new LegacyCheckpoint(channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public PickleValue root() {
        return root;
    }

    @Override
    public ByteBuffer read(Storage storage, ByteBudget budget) throws IOException {
        Long position = positions.get(storage.key());
        if (position == null) {
            throw UnreadablePickleException.damaged("its storage " + storage.key() + " is missing");
        }
        return read(position, budget.take(storage.elements() * storage.type().bytes()));
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static void expect(PickleInput in, BigInteger wanted, String otherwise) throws IOException {
        if (!(Unpickler.load(in, new PickleObjects()) instanceof Whole number)
                || !number.value().equals(wanted)) {
            throw UnreadablePickleException.refused(otherwise, "name a file written by torch.save");
        }
    }

    /** Where each storage's elements begin: they follow each other in the order of the keys. */
    private Map<String, Long> positions(PickleValue keys, Map<String, Storage> storages, long start)
            throws IOException {
        if (!(keys instanceof Items items)) {
            throw UnreadablePickleException.damaged("it has no list of storages");
        }
        Map<String, Long> found = new HashMap<>();
        long position = start;
        for (PickleValue key : items.values()) {
            Storage storage = key instanceof Text text ? storages.get(text.text()) : null;
            if (storage == null) {
                throw UnreadablePickleException.damaged("it lists a storage that no tensor uses");
            }
            if (read(position, Long.BYTES).getLong(0) != storage.elements()) {
                throw UnreadablePickleException.damaged("its storage " + storage.key() + " does not have the "
                        + storage.elements() + " elements it declares");
            }
            found.put(storage.key(), position + Long.BYTES);
            position += Long.BYTES + storage.elements() * storage.type().bytes();
        }
        return Map.copyOf(found);
    }

    private ByteBuffer read(long position, int length) throws IOException {
        if (position > channel.size() - length) {
            throw new EOFException("it is cut short");
        }
        ByteBuffer content = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (content.hasRemaining()) {
            if (channel.read(content, position + content.position()) < 0) {
                throw new EOFException("it is cut short");
            }
        }
        return content.flip();
    }
}
