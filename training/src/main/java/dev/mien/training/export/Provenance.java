package dev.mien.training.export;

import dev.mien.training.dataset.Protocol;
import java.util.List;

/**
 * What a card says of a model's origin.
 *
 * @param name that the model will carry
 * @param data what it was trained on, in words
 * @param protocols under which it is measured on the validation split
 * @param revision of the source
 */
public record Provenance(String name, String data, List<Protocol> protocols, String revision) {}
