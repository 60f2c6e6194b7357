package io.acuity.checkpoints.pytorch;

import io.acuity.checkpoints.pytorch.PickleValue.Entries;
import io.acuity.checkpoints.pytorch.PickleValue.Items;
import io.acuity.checkpoints.pytorch.PickleValue.Text;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The stack, marks and memo of a pickle under way, with every access checked. */
final class PickleStack {
    private final List<PickleValue> values = new ArrayList<>();
    private final List<Integer> marks = new ArrayList<>();
    private final Map<Long, PickleValue> memo = new HashMap<>();

    void push(PickleValue value) {
        values.add(value);
    }

    PickleValue pop() throws UnreadablePickleException {
        int floor = marks.isEmpty() ? 0 : marks.get(marks.size() - 1);
        if (values.size() <= floor) {
            throw UnreadablePickleException.damaged("its pickle takes a value where there is none");
        }
        return values.remove(values.size() - 1);
    }

    PickleValue top() throws UnreadablePickleException {
        PickleValue value = pop();
        push(value);
        return value;
    }

    void mark() {
        marks.add(values.size());
    }

    /** The values above the last mark, which goes. */
    List<PickleValue> popMark() throws UnreadablePickleException {
        if (marks.isEmpty()) {
            throw UnreadablePickleException.damaged("its pickle ends a container that was not begun");
        }
        List<PickleValue> tail = values.subList(marks.remove(marks.size() - 1), values.size());
        List<PickleValue> taken = new ArrayList<>(tail);
        tail.clear();
        return taken;
    }

    /** The topmost {@code count} values as a tuple. */
    void tuple(int count) throws UnreadablePickleException {
        PickleValue[] taken = new PickleValue[count];
        for (int i = count - 1; i >= 0; i--) {
            taken[i] = pop();
        }
        push(new Items(List.of(taken)));
    }

    void list(List<PickleValue> content) {
        push(new Items(content));
    }

    void dictionary(List<PickleValue> keysAndValues) throws UnreadablePickleException {
        Entries entries = new Entries(new LinkedHashMap<>());
        put(entries, keysAndValues);
        push(entries);
    }

    void append(List<PickleValue> content) throws UnreadablePickleException {
        if (!(top() instanceof Items items) || !(items.values() instanceof ArrayList<PickleValue> list)) {
            throw UnreadablePickleException.damaged("its pickle appends to what is no list");
        }
        list.addAll(content);
    }

    void setItems(List<PickleValue> keysAndValues) throws UnreadablePickleException {
        if (!(top() instanceof Entries entries)) {
            throw UnreadablePickleException.damaged("its pickle sets an entry of what is no dictionary");
        }
        put(entries, keysAndValues);
    }

    void remember(long index) throws UnreadablePickleException {
        memo.put(index, top());
    }

    void rememberNext() throws UnreadablePickleException {
        remember(memo.size());
    }

    void recall(long index) throws UnreadablePickleException {
        PickleValue value = memo.get(index);
        if (value == null) {
            throw UnreadablePickleException.damaged("its pickle recalls a value that it never made");
        }
        push(value);
    }

    private static void put(Entries entries, List<PickleValue> keysAndValues) throws UnreadablePickleException {
        if (keysAndValues.size() % 2 != 0) {
            throw UnreadablePickleException.damaged("its pickle has a key without a value");
        }
        for (int i = 0; i < keysAndValues.size(); i += 2) {
            if (keysAndValues.get(i) instanceof Text key) {
                entries.byName().put(key.text(), keysAndValues.get(i + 1));
            }
        }
    }
}
