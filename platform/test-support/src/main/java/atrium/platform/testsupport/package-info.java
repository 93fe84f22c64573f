/** What the tests of several services share: parts that are looked up or started, bad networks, a clock by hand. */
@NullMarked
package atrium.platform.testsupport;

import org.jspecify.annotations.NullMarked;
