package atrium.files.catalog;

import org.jspecify.annotations.Nullable;

/**
 * What an uploader said of a file, checked.
 *
 * @param name its name, without a directory
 * @param type its media type as declared; nobody has looked into the bytes
 * @param room the room that lists it; without one, only who knows the id finds it
 * @param guest whether a guest uploaded it
 * @param deleteTokenHash the hash of the token that deletes it
 */
public record FileInfo(String name, String type, @Nullable String room, boolean guest, String deleteTokenHash) {}
