package atrium.files.scan;

/** What a scanner says of a file. */
sealed interface Verdict {

    Clean CLEAN = new Clean();

    /** Nothing is known against it. */
    record Clean() implements Verdict {}

    /** It must not be given to anybody. @param reason in the scanner's words, fit to be shown */
    record Infected(String reason) implements Verdict {}

    /** It is larger than the scanner looks into; asking again would not help. */
    record TooLarge() implements Verdict {}
}
