/** Publishes the first values of the configuration to Nacos, once each, and never over an operator's change. */
@NullMarked
package atrium.nacos.publisher;

import org.jspecify.annotations.NullMarked;
