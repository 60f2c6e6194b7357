package io.acuity.gateway.access;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The file of keys: JSON, written whole or not at all, and readable by its owner alone. One at a time may change it; any number
 * may read. All methods block.
 */
public final class KeyFile {

    private static final String KEYS = "keys";

    private final Path file;

    /**
     * A file of keys.
     *
     * @param file where it is, or will be
     */
    public KeyFile(Path file) {
        this.file = file;
    }

    /**
     * Reads all keys.
     *
     * @return them; none when there is no file
     * @throws KeyFileException when it cannot be read or means nothing
     */
    public List<ApiKey> readOrNone() {
        return Files.exists(file) ? read() : List.of();
    }

    /**
     * Reads all keys.
     *
     * @return them
     * @throws KeyFileException when it is not there, cannot be read or means nothing
     */
    public List<ApiKey> read() {
        try {
            List<ApiKey> read = new ArrayList<>();
            for (Object key : list(new JsonObject(Files.readString(file)), KEYS)) {
                if (!(key instanceof JsonObject json)) {
                    throw new IllegalArgumentException("one of its keys is no object");
                }
                read.add(key(json));
            }
            return read;
        } catch (NoSuchFileException e) {
            throw new KeyFileException(
                    "There is no file of keys at " + file + "; make one with: acuity key create --owner NAME --keys "
                            + file,
                    e);
        } catch (IOException e) {
            throw new KeyFileException("The file of keys " + file + " cannot be read; check its permissions.", e);
        } catch (DecodeException | IllegalArgumentException | DateTimeException e) {
            throw new KeyFileException("The file " + file + " is no file of keys as 'acuity key create' writes it.", e);
        }
    }

    /**
     * Adds a key.
     *
     * @param key what is kept of it
     * @throws KeyFileException when the file cannot be read or written
     */
    public void add(ApiKey key) {
        List<ApiKey> keys = new ArrayList<>(readOrNone());
        keys.add(key);
        write(keys);
    }

    /**
     * Removes a key.
     *
     * @param id its name
     * @return what was removed; empty when there is no such key
     * @throws KeyFileException when the file cannot be read or written
     */
    public Optional<ApiKey> remove(String id) {
        List<ApiKey> keys = new ArrayList<>(read());
        Optional<ApiKey> found =
                keys.stream().filter(key -> key.id().equals(id)).findFirst();
        found.ifPresent(key -> {
            keys.remove(key);
            write(keys);
        });
        return found;
    }

    private void write(List<ApiKey> keys) {
        var json = new JsonArray();
        keys.forEach(key -> json.add(json(key)));
        Path folder = file.toAbsolutePath().resolveSibling("");
        try {
            Path part = Files.createTempFile(folder, ".keys-", ".part", ownersAlone());
            try {
                Files.writeString(part, new JsonObject().put(KEYS, json).encodePrettily() + "\n");
                Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            throw new KeyFileException("The file of keys " + file + " cannot be written; check its folder.", e);
        }
    }

    private static FileAttribute<?>[] ownersAlone() {
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    private static JsonObject json(ApiKey key) {
        var roles = new JsonArray();
        key.roles().stream().sorted().forEach(role -> roles.add(role.name().toLowerCase(Locale.ROOT)));
        return new JsonObject()
                .put("id", key.id())
                .put("owner", key.owner())
                .put("roles", roles)
                .put("sha256", key.sha256())
                .put("createdAt", key.createdAt().toString());
    }

    private static ApiKey key(JsonObject json) {
        Set<Role> roles = list(json, "roles").stream()
                .map(role -> Role.valueOf(String.valueOf(role).toUpperCase(Locale.ROOT)))
                .collect(Collectors.toUnmodifiableSet());
        return new ApiKey(
                text(json, "id"),
                text(json, "owner"),
                roles,
                text(json, "sha256"),
                Instant.parse(text(json, "createdAt")));
    }

    private static JsonArray list(JsonObject json, String member) {
        if (json.getValue(member) instanceof JsonArray array) {
            return array;
        }
        throw new IllegalArgumentException("its member '" + member + "' is no list");
    }

    private static String text(JsonObject json, String member) {
        if (json.getValue(member) instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException("its member '" + member + "' is no text");
    }
}
