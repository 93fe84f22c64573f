package atrium.files.protocol.rufh;

/** A value in a structured field (RFC 9651, section 3.3), as far as somebody here reads it. */
sealed interface BareItem {

    record Int(long value) implements BareItem {}

    record Bool(boolean value) implements BareItem {}

    /** A byte sequence, in lower-case hexadecimal. */
    record Bytes(String hex) implements BareItem {}

    /** Well-formed, and of another type. */
    record Other() implements BareItem {}
}
