package io.acuity.networks.perceptual;

import io.acuity.checkpoints.safetensors.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The weights of LPIPS from the files they are published in: the linear layers in one of the LPIPS repository, the backbone
 * in one of torchvision, or both in a saved module. Which is which shows in the names of the tensors.
 */
public final class PerceptualWeights {
    private static final Pattern LINEAR = Pattern.compile("lin\\d\\.model\\.1\\.weight");
    private static final Pattern SLICED = Pattern.compile("net\\.slice\\d\\.\\d+\\..*|scaling_layer\\.(shift|scale)");
    private static final Pattern TORCHVISION = Pattern.compile("features\\.(\\d+)\\.(.*)");
    private static final Pattern WRAPPER = Pattern.compile("^module\\.");
    private static final List<Long> BY_CHANNEL = List.of(1L, 3L, 1L, 1L);
    /** Mean and deviation of ImageNet's colours, for images in [−1, 1]. */
    private static final float[] SHIFT = {-.030f, -.088f, -.188f};

    private static final float[] SCALE = {.458f, .448f, .450f};

    private PerceptualWeights() {}

    /** Whether a file holds linear layers. */
    public static boolean hasLinear(Map<String, Tensor> file) {
        return file.keySet().stream()
                .anyMatch(name -> LINEAR.matcher(plain(name)).matches());
    }

    /** Whether a file holds a backbone. */
    public static boolean hasBackbone(Map<String, Tensor> file) {
        return file.keySet().stream()
                .map(PerceptualWeights::plain)
                .anyMatch(name -> name.startsWith("net.slice")
                        || TORCHVISION.matcher(name).matches());
    }

    /**
     * The tensors of the files by the names of the program, classifiers left out. Nothing is checked: that is done where
     * they are loaded.
     */
    public static Map<String, Tensor> of(PerceptualNet net, List<Map<String, Tensor>> files) {
        Map<String, Tensor> weights = new LinkedHashMap<>();
        weights.put("scaling_layer.shift", Tensor.ofFloats("scaling_layer.shift", BY_CHANNEL, SHIFT));
        weights.put("scaling_layer.scale", Tensor.ofFloats("scaling_layer.scale", BY_CHANNEL, SCALE));
        for (Map<String, Tensor> file : files) {
            file.forEach((published, tensor) -> {
                String name = renamed(net, plain(published));
                if (!name.isEmpty()) {
                    weights.put(name, new Tensor(name, tensor.type(), tensor.shape(), tensor.data()));
                }
            });
        }
        return weights;
    }

    /** The program's name of a tensor; empty for one that is not of this network. */
    private static String renamed(PerceptualNet net, String name) {
        if (LINEAR.matcher(name).matches() || SLICED.matcher(name).matches()) {
            return name;
        }
        Matcher torchvision = TORCHVISION.matcher(name);
        if (!torchvision.matches()) {
            return "";
        }
        int place = Integer.parseInt(torchvision.group(1));
        int end = 0;
        for (int slice = 0; slice < net.slices().size(); slice++) {
            end += net.slices().get(slice).stream().mapToInt(Layer::places).sum();
            if (place < end) {
                return "net.slice" + (slice + 1) + "." + place + "." + torchvision.group(2);
            }
        }
        return "";
    }

    private static String plain(String name) {
        return WRAPPER.matcher(name).replaceFirst("");
    }
}
