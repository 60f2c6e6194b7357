package io.acuity.attention.learned;

import java.util.Optional;

/** The learned backbones that are installed, by name. */
@FunctionalInterface
public interface BackboneShelf {
    /** No backbones at all. */
    BackboneShelf EMPTY = name -> Optional.empty();

    /**
     * The backbone of a name, which stays the shelf's; loads it if needed.
     *
     * @return the backbone, callable from any thread; empty when its weights are not installed
     */
    Optional<SaliencyBackbone> find(String name);
}
