package io.acuity.checkpoints.pytorch;

import io.acuity.checkpoints.safetensors.ElementType;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The names a checkpoint may call by. Whatever it names beyond these ends the reading. */
enum KnownCallable {
    /** An ordered dictionary, which is what a state dict is. */
    ORDERED_DICT("collections.OrderedDict"),
    /** Settings of a command line beside the weights; read as a dictionary. */
    NAMESPACE("argparse.Namespace"),
    /** The shape of a tensor; read as a tuple. */
    SIZE("torch.Size"),
    /** A tensor of the oldest files. */
    REBUILD_TENSOR("torch._utils._rebuild_tensor"),
    /** A tensor. */
    REBUILD_TENSOR_V2("torch._utils._rebuild_tensor_v2"),
    /** A tensor that was trained. */
    REBUILD_PARAMETER("torch._utils._rebuild_parameter");

    private static final Map<String, ElementType> STORAGES = Map.of(
            "DoubleStorage", ElementType.F64,
            "FloatStorage", ElementType.F32,
            "HalfStorage", ElementType.F16,
            "BFloat16Storage", ElementType.BF16,
            "LongStorage", ElementType.I64,
            "IntStorage", ElementType.I32,
            "ShortStorage", ElementType.I16,
            "CharStorage", ElementType.I8,
            "ByteStorage", ElementType.U8,
            "BoolStorage", ElementType.BOOL);

    private final String qualifiedName;

    KnownCallable(String qualifiedName) {
        this.qualifiedName = qualifiedName;
    }

    /**
     * The value that a name stands for.
     *
     * @throws UnreadablePickleException if it is not one of the known names
     */
    static PickleValue named(String module, String name) throws UnreadablePickleException {
        ElementType type = storageType(module, name);
        if (type != null) {
            return new PickleValue.StorageClass(type);
        }
        String wanted = module + "." + name;
        for (KnownCallable callable : values()) {
            if (callable.qualifiedName.equals(wanted)) {
                return new PickleValue.Known(callable);
            }
        }
        throw UnreadablePickleException.refused(
                "it names " + printable(wanted) + ", and only tensors and plain containers are let in",
                "if you trust the file, load it in PyTorch and save its state dict alone with"
                        + " torch.save(model.state_dict(), FILE)");
    }

    private static @Nullable ElementType storageType(String module, String name) {
        return "torch".equals(module) || "torch.cuda".equals(module) ? STORAGES.get(name) : null;
    }

    private static String printable(String name) {
        String shown = name.replaceAll("[^\\x21-\\x7e]", "?");
        return shown.length() > 120 ? shown.substring(0, 120) + "…" : shown;
    }
}
