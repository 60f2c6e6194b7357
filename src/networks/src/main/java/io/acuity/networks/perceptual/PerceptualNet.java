package io.acuity.networks.perceptual;

import io.acuity.networks.graph.Parameter;
import io.acuity.networks.graph.Window;
import io.acuity.networks.perceptual.Layer.Convolution;
import io.acuity.networks.perceptual.Layer.Fire;
import io.acuity.networks.perceptual.Layer.MaxPool;
import io.acuity.networks.program.Program;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The three networks LPIPS 0.1 (Zhang et al. 2018) is published for, each the convolutional part of a torchvision
 * classifier cut into slices; what leaves a slice is compared. Parameter names are those of the published module:
 * {@code net.slice1.0.weight}, {@code lin0.model.1.weight}, {@code scaling_layer.shift}.
 */
public enum PerceptualNet {
    /** AlexNet, five taps; what papers report most. */
    ALEX("alexnet-owt-7be5be79.pth", 31),
    /** VGG-16, five taps. */
    VGG("vgg16-397923af.pth", 16),
    /** SqueezeNet 1.1, seven taps. */
    SQUEEZE("squeezenet1_1-b8a52dc0.pth", 17);

    private final String backboneFile;
    private final int smallestSide;

    PerceptualNet(String backboneFile, int smallestSide) {
        this.backboneFile = backboneFile;
        this.smallestSide = smallestSide;
    }

    /** The name people ask for it by: {@code alex}, {@code vgg}, {@code squeeze}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The network of an id. */
    public static Optional<PerceptualNet> of(String id) {
        return Arrays.stream(values()).filter(net -> net.id().equals(id)).findFirst();
    }

    /** The name torchvision publishes the backbone's weights under. */
    public String backboneFile() {
        return backboneFile;
    }

    /** Pixels that both sides of an image need, so that something is left at the last tap. */
    public int smallestSide() {
        return smallestSide;
    }

    /** Channels at each tap, which is also the number of weights of each linear layer. */
    public List<Integer> channels() {
        return slices().stream()
                .map(slice -> channels(slice.get(slice.size() - 1)))
                .toList();
    }

    /** The slices, in order; each ends with the layer whose output is compared. */
    List<List<Layer>> slices() {
        return switch (this) {
            case ALEX -> alexNet();
            case VGG -> vgg16();
            case SQUEEZE -> squeezeNet();
        };
    }

    static int channels(Layer layer) {
        return switch (layer) {
            case Convolution convolution -> convolution.channels();
            case Fire fire -> 2 * fire.expanded();
            case MaxPool pool -> throw new IllegalStateException("A pool of " + pool.side() + " has no channels.");
        };
    }

    /**
     * The program: inputs {@code a} and {@code b}, {@code [1, 3, H, W]} in [−1, 1]; results the distance at each tap,
     * {@code [1, 1]} each, whose sum is LPIPS.
     */
    public Program program() {
        return new PerceptualProgram(this).program();
    }

    /** What the program asks for. */
    public List<Parameter> parameters() {
        return program().parameters();
    }

    private static List<List<Layer>> alexNet() {
        Layer pool = new MaxPool(3, false);
        return List.of(
                List.of(new Convolution(64, new Window(11, 4, 2))),
                List.of(pool, new Convolution(192, Window.centred(5, 1))),
                List.of(pool, centred(384)),
                List.of(centred(256)),
                List.of(centred(256)));
    }

    private static List<List<Layer>> vgg16() {
        return List.of(vgg(64, 2, false), vgg(128, 2, true), vgg(256, 3, true), vgg(512, 3, true), vgg(512, 3, true));
    }

    private static List<Layer> vgg(int channels, int convolutions, boolean pooled) {
        List<Layer> layers = new ArrayList<>();
        if (pooled) {
            layers.add(new MaxPool(2, false));
        }
        for (int i = 0; i < convolutions; i++) {
            layers.add(centred(channels));
        }
        return List.copyOf(layers);
    }

    private static List<List<Layer>> squeezeNet() {
        Layer pool = new MaxPool(3, true);
        return List.of(
                List.of(new Convolution(64, new Window(3, 2, 0))),
                List.of(pool, new Fire(16, 64), new Fire(16, 64)),
                List.of(pool, new Fire(32, 128), new Fire(32, 128)),
                List.of(pool, new Fire(48, 192)),
                List.of(new Fire(48, 192)),
                List.of(new Fire(64, 256)),
                List.of(new Fire(64, 256)));
    }

    private static Layer centred(int channels) {
        return new Convolution(channels, Window.centred(3, 1));
    }
}
