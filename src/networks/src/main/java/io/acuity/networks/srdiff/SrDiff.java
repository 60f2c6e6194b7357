package io.acuity.networks.srdiff;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.acuity.diffusion.gaussian.GaussianSchedule;
import io.acuity.networks.graph.Graph;
import io.acuity.networks.graph.Parameter;
import io.acuity.networks.graph.ScalarType;
import io.acuity.networks.graph.Value;
import io.acuity.networks.guided.GuidedNetwork;
import io.acuity.networks.program.Program;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The networks of SRDiff (Li et al. 2022) in the layout and under the names of the published code: an RRDB network, whose
 * features of the LR image are the condition, and a U-Net without normalisation that sees a noisy residual. Both are local,
 * but for the attention in the middle of the U-Net where that is switched on. Names of the U-Net are without the prefix
 * {@code denoise_fn}.
 *
 * @param features channels of the encoder
 * @param blocks residual-in-residual dense blocks of the encoder
 * @param growth channels each dense convolution adds
 * @param width channels of the U-Net at full size, even, at least 4
 * @param multipliers channels of each level over {@code width}, full size first
 * @param scale magnification: 4 or 8
 * @param groups of group norms after the U-Net's convolutions; 0 for none, as published
 * @param attention whether the middle has linear attention; published without
 * @param seesUpsampled whether the U-Net sees the upsampled image beside the features; published without
 */
public record SrDiff(
        int features,
        int blocks,
        int growth,
        int width,
        List<Integer> multipliers,
        int scale,
        int groups,
        boolean attention,
        boolean seesUpsampled)
        implements GuidedNetwork {
    /** The deepest maps are reflected about their edges, so that they have two pixels at least. */
    private static final int SMALLEST_MAP = 2;

    private static final Pattern BETWEEN_MULTIPLIERS = Pattern.compile("\\|");

    /** Validates the configuration. */
    public SrDiff {
        multipliers = List.copyOf(multipliers);
        requireEncoder(features, blocks, growth, scale);
        requireUNet(width, multipliers, groups);
    }

    private static void requireEncoder(int features, int blocks, int growth, int scale) {
        if (features < 1 || blocks < 2 || growth < 1) {
            throw new IllegalArgumentException("SRDiff's encoder has channels and at least two blocks, not " + features
                    + " channels, growth " + growth + " and " + blocks + " blocks.");
        }
        if (scale != 4 && scale != 8) {
            throw new IllegalArgumentException("SRDiff's encoder is made for scale 4 or 8, not " + scale + ".");
        }
    }

    private static void requireUNet(int width, List<Integer> multipliers, int groups) {
        if (width < 4 || width % 2 != 0 || multipliers.isEmpty() || Collections.min(multipliers) < 1) {
            throw new IllegalArgumentException(
                    "SRDiff's U-Net has an even number of channels, at least 4, and levels with"
                            + " positive multipliers, not " + width + " channels and multipliers " + multipliers + ".");
        }
        if (groups < 0 || (groups > 0 && width % groups != 0)) {
            throw new IllegalArgumentException(
                    "The " + groups + " groups of group norm do not divide the " + width + " channels.");
        }
    }

    /**
     * Reads a configuration: {@code nf}, {@code nb}, {@code gc} (half of {@code nf}), {@code dim}, {@code dim_mults}, {@code
     * sr_scale}, {@code groups} (0), {@code use_attn}, {@code up_input}; or the published file's {@code rrdb_num_feat}, {@code
     * rrdb_num_block}, {@code hidden_size} and {@code unet_dim_mults}. Weight normalisation is not supported; no published
     * weights have it.
     */
    public static SrDiff of(JsonNode config) {
        if (config.path("use_wn").asBoolean(false)) {
            throw new IllegalArgumentException(
                    "SRDiff with weight normalisation (use_wn) is not supported; fold it into the weights first.");
        }
        int features = either(config, "nf", "rrdb_num_feat").asInt();
        return new SrDiff(
                features,
                either(config, "nb", "rrdb_num_block").asInt(),
                config.path("gc").asInt(features / 2),
                either(config, "dim", "hidden_size").asInt(),
                multipliers(either(config, "dim_mults", "unet_dim_mults")),
                config.path("sr_scale").asInt(4),
                config.path("groups").asInt(0),
                config.path("use_attn").asBoolean(false),
                // The published code makes that layer for residuals alone.
                config.path("up_input").asBoolean(false) && config.path("res").asBoolean(true));
    }

    private static JsonNode either(JsonNode config, String name, String published) {
        return config.path(config.has(name) ? name : published);
    }

    /** A list, or as in the published files a text such as {@code 1|2|2|4}. */
    private static List<Integer> multipliers(JsonNode list) {
        if (list.isTextual()) {
            return BETWEEN_MULTIPLIERS
                    .splitAsStream(list.asText())
                    .map(String::trim)
                    .map(Integer::valueOf)
                    .toList();
        }
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asInt)
                .toList();
    }

    /** The configuration that {@link #of} reads this network from. */
    public ObjectNode config() {
        ObjectNode config = JsonNodeFactory.instance.objectNode();
        config.put("nf", features).put("nb", blocks).put("gc", growth).put("dim", width);
        multipliers.forEach(config.putArray("dim_mults")::add);
        config.put("sr_scale", scale).put("groups", groups);
        return config.put("use_attn", attention).put("up_input", seesUpsampled);
    }

    /** {@inheritDoc} The layers with which the encoder makes an image of its own are among them; no step reads those. */
    @Override
    public List<Parameter> parameters() {
        Map<String, Parameter> all = new LinkedHashMap<>();
        Stream.of(restoration(ScalarType.FLOAT32), conditioning(ScalarType.FLOAT32), denoising(ScalarType.FLOAT32))
                .flatMap(program -> program.parameters().stream())
                .forEach(parameter -> all.put(parameter.name(), parameter));
        return List.copyOf(all.values());
    }

    /** {@inheritDoc} The result is one map {@code [N, width, H, W]}, in {@code type}; {@code factor} is not read. */
    @Override
    public Program conditioning(ScalarType type) {
        Graph graph = Graph.of(type);
        Value lowRes = graph.input("lowRes");
        Value upsampled = graph.input("upsampled");
        graph.input("factor");
        List<Value> maps = new RrdbLayers(graph, this).features(lowRes);
        return graph.returnsList(List.of(new UNetLayers(graph, this).condition(maps, upsampled)));
    }

    @Override
    public Program denoising(ScalarType type) {
        Graph graph = Graph.of(type);
        Value state = graph.input("state");
        Value level = graph.input("level");
        Value condition = graph.input("condition");
        return graph.returns(new UNetLayers(graph, this).predict(state, level, condition));
    }

    /**
     * The encoder as the super-resolution network it was trained as: input {@code lowRes [N, 3, h, w]}, result {@code [N, 3,
     * H, W]}, both in [-1, 1].
     */
    public Program restoration(ScalarType type) {
        Graph graph = Graph.of(type);
        Value lowRes = graph.input("lowRes");
        RrdbLayers encoder = new RrdbLayers(graph, this);
        List<Value> maps = encoder.features(lowRes);
        return graph.returns(encoder.restored(maps.get(maps.size() - 1)));
    }

    /** The step's number in the schedule that was trained, from 0. */
    @Override
    public float level(GaussianSchedule schedule, int index) {
        return schedule.original(index);
    }

    @Override
    public float factor(double magnification) {
        return (float) magnification;
    }

    @Override
    public boolean isContinuous() {
        return false;
    }

    /** What the sides of a result are multiples of: each level but the last halves them. */
    public int multiple() {
        return 1 << (multipliers.size() - 1);
    }

    /** The shortest side of a result. */
    public int least() {
        return SMALLEST_MAP * multiple();
    }

    /** {@inheritDoc} At full size the way up holds about twelve maps of the width. */
    @Override
    public long bytesPerPixel() {
        return 12L * Float.BYTES * width;
    }
}
