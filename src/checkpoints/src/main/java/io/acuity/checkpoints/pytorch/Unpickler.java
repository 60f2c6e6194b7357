package io.acuity.checkpoints.pytorch;

import io.acuity.checkpoints.pytorch.PickleValue.Atom;
import io.acuity.checkpoints.pytorch.PickleValue.Text;
import io.acuity.checkpoints.pytorch.PickleValue.Whole;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads Python pickles of protocols 2 to 5 that hold tensors, strings, numbers and plain containers. Runs no code, makes
 * no other object and does not recurse, so that its work is bounded by the operations and its memory by the bytes read.
 */
final class Unpickler {
    private static final int MAX_OPERATIONS = 2_000_000;

    private final PickleInput in;
    private final PickleObjects objects;
    private final PickleStack stack = new PickleStack();

    private Unpickler(PickleInput in, PickleObjects objects) {
        this.in = in;
        this.objects = objects;
    }

    /** Reads one pickle up to its stop; {@code objects} resolves what it calls. */
    static PickleValue load(PickleInput in, PickleObjects objects) throws IOException {
        return new Unpickler(in, objects).run();
    }

    private PickleValue run() throws IOException {
        for (int count = 0; count < MAX_OPERATIONS; count++) {
            int operation = in.unsignedByte();
            if (operation == '.') {
                return stack.pop();
            }
            if (!constant(operation) && !text(operation) && !container(operation) && !memo(operation)) {
                object(operation);
            }
        }
        throw UnreadablePickleException.damaged("its pickle has more than " + MAX_OPERATIONS + " operations");
    }

    private boolean constant(int operation) throws IOException {
        switch (operation) {
            case 0x80 -> protocol(in.unsignedByte());
            case 0x95 -> in.unsigned(8); // a frame: its length helps readers that fetch ahead
            case 'N' -> stack.push(Atom.NONE);
            case 0x88, 0x89 -> stack.push(Atom.TRUTH);
            case 'J' -> stack.push(new Whole(in.signed(4)));
            case 'K' -> whole(in.unsigned(1));
            case 'M' -> whole(in.unsigned(2));
            case 0x8a -> stack.push(new Whole(in.signed(in.unsigned(1))));
            case 0x8b -> stack.push(new Whole(in.signed(in.unsigned(4))));
            case 'G' -> {
                in.unsigned(8);
                stack.push(Atom.REAL);
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean text(int operation) throws IOException {
        switch (operation) {
            case 'X', 'T' -> stack.push(new Text(in.text(in.unsigned(4))));
            case 0x8c, 'U' -> stack.push(new Text(in.text(in.unsigned(1))));
            case 0x8d -> stack.push(new Text(in.text(in.unsigned(8))));
            case 'B' -> bytes(in.unsigned(4));
            case 'C' -> bytes(in.unsigned(1));
            case 0x8e, 0x96 -> bytes(in.unsigned(8));
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean container(int operation) throws IOException {
        switch (operation) {
            case '(' -> stack.mark();
            case ')' -> stack.tuple(0);
            case 0x85 -> stack.tuple(1);
            case 0x86 -> stack.tuple(2);
            case 0x87 -> stack.tuple(3);
            case 't', 'l', 0x91 -> stack.list(stack.popMark());
            case ']', 0x8f -> stack.list(new ArrayList<>());
            case '}' -> stack.dictionary(List.of());
            case 'd' -> stack.dictionary(stack.popMark());
            case 'a' -> stack.append(List.of(stack.pop()));
            case 'e', 0x90 -> stack.append(stack.popMark());
            case 's' -> {
                PickleValue value = stack.pop();
                stack.setItems(List.of(stack.pop(), value));
            }
            case 'u' -> stack.setItems(stack.popMark());
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean memo(int operation) throws IOException {
        switch (operation) {
            case '0' -> stack.pop();
            case '1' -> stack.popMark();
            case '2' -> stack.push(stack.top());
            case 'q' -> stack.remember(in.unsigned(1));
            case 'r' -> stack.remember(in.unsigned(4));
            case 0x94 -> stack.rememberNext();
            case 'h' -> stack.recall(in.unsigned(1));
            case 'j' -> stack.recall(in.unsigned(4));
            default -> {
                return false;
            }
        }
        return true;
    }

    private void object(int operation) throws IOException {
        switch (operation) {
            case 'c' -> {
                String module = in.line();
                stack.push(KnownCallable.named(module, in.line()));
            }
            case 0x93 -> {
                String name = text(stack.pop());
                stack.push(KnownCallable.named(text(stack.pop()), name));
            }
            case 'Q' -> stack.push(objects.storage(stack.pop()));
            case 'R', 0x81 -> {
                PickleValue arguments = stack.pop();
                stack.push(objects.call(stack.pop(), arguments));
            }
            case 'b' -> {
                PickleValue state = stack.pop();
                PickleObjects.build(stack.top(), state);
            }
            default ->
                throw UnreadablePickleException.damaged("its pickle uses the operation 0x"
                        + Integer.toHexString(operation) + ", which no state dict needs");
        }
    }

    private static void protocol(int version) throws UnreadablePickleException {
        if (version < 2 || version > 5) {
            throw UnreadablePickleException.damaged("it is a pickle of protocol " + version + ", not 2 to 5");
        }
    }

    private void whole(long value) {
        stack.push(new Whole(BigInteger.valueOf(value)));
    }

    private void bytes(long count) throws IOException {
        in.bytes(count);
        stack.push(Atom.BYTES);
    }

    private static String text(PickleValue value) throws UnreadablePickleException {
        if (value instanceof Text text) {
            return text.text();
        }
        throw UnreadablePickleException.damaged("its pickle names a class by something else than a string");
    }
}
